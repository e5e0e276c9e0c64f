/** A patient's sources, and when each was last heard of: what the two others here ask about. */
export const HEARD_SOURCES = `source s LEFT JOIN source_contact c ON c.clinic_id = s.clinic_id AND c.patient_id = s.patient_id AND c.source_id = s.id`;

/** How far somebody has come is noted some seconds later. */
const NOTED_WITHIN = '10 seconds';
/** Files by which this source may have come: no other program has ever told of it, and it was last heard of while they were read. */
const ITS_FILES = `upload u
  WHERE u.clinic_id = s.clinic_id AND u.patient_id = s.patient_id AND u.created_at <= c.last_contact_at
    AND (c.via IS NULL OR c.via = u.created_by)
    AND (u.state IN ('receiving', 'reading') OR c.last_contact_at <= u.updated_at + interval '${NOTED_WITHIN}')`;

/** When the file came by which this source did, of those that stand; null: it did not come by one. */
export const FILE_AT = `CASE WHEN s.kind <> 'form' THEN (SELECT max(u.created_at) FROM ${ITS_FILES} AND u.state <> 'taken-back') END`;

/**
 * Did this source come by files alone that were taken back, so that nothing stands of what it said?
 *
 * What stands is asked of the days, which name whoever says anything of them: the readings of such a file are still there as
 * errors, half a million of them. Days follow within seconds, and so does the source, also when it comes again. What has no
 * day (a code outside the catalogue) came by no file.
 */
export const WENT_WITH_FILE = `(s.kind <> 'form' AND EXISTS (SELECT FROM ${ITS_FILES} AND u.state = 'taken-back')
  AND NOT EXISTS (SELECT FROM series w JOIN concept o ON o.clinic_id = w.clinic_id AND o.id = w.concept_id
    WHERE w.clinic_id = s.clinic_id AND w.patient_id = s.patient_id AND w.source_id = s.id
      AND (o.metric IS NULL OR EXISTS (SELECT FROM daily_value d WHERE d.clinic_id = w.clinic_id AND d.patient_id = w.patient_id
        AND d.metric = o.metric AND d.sources @> jsonb_build_array(jsonb_build_object('sourceId', s.id))))))`;
