import { isMetricId } from '../../metrics/index.js';
import { currentClinic, query } from '../../platform/database/database.js';
import { parseJson, stringifyJson } from '../../platform/json/index.js';
import type { NewObservation, ObservationRow, SourceKind } from './observation.js';

/**
 * The same reading with another status and a note: stored, it is the next version of the one that is there.
 *
 * @param change.note - why, in words that go with the reading from now on
 */
export async function amendedObservation(
  row: ObservationRow,
  change: { readonly status: 'entered-in-error' | 'amended'; readonly note: string; readonly at: Date },
): Promise<NewObservation> {
  const [origin] = await query<{
    system: string;
    code: string;
    metric: string | null;
    sourceSystem: string;
    device: string;
    kind: SourceKind;
    variant: string;
    isUntimed: boolean;
  }>(
    `SELECT c.system, c.code, c.metric, s.system AS "sourceSystem", s.device, s.kind, w.variant, w.at IS NOT NULL AS "isUntimed"
     FROM observation o JOIN series w ON w.clinic_id = o.clinic_id AND w.id = o.series_id JOIN concept c ON c.clinic_id = o.clinic_id AND c.id = o.concept_id
     JOIN source s ON s.clinic_id = o.clinic_id AND s.id = o.source_id
     WHERE o.clinic_id = $1 AND o.patient_id = $2 AND o.start_at = to_timestamp($3::float8 / 1000)
       AND o.end_at = to_timestamp($4::float8 / 1000) AND o.id = $5`,
    [currentClinic(), row.patientId, row.startMs, row.endMs, row.id],
  );
  const { system, code, metric, sourceSystem, device, kind, variant, isUntimed } = origin!;
  const skeleton = parseJson(Buffer.from(row.skeleton)) as Record<string, unknown>;
  const own = row.remainder === null ? {} : (parseJson(Buffer.from(row.remainder)) as Record<string, unknown>);
  const notes = Array.isArray(own.note) ? (own.note as unknown[]) : [];
  own.note = [...notes, { time: change.at.toISOString(), text: change.note }];
  skeleton.status = change.status;
  // This version is issued now, so what its sender repeats from before it does not replace it.
  delete own.issued;
  delete own._issued;
  const { patientId, startMs, endMs, valueText, originalText, identifier } = row;
  return {
    patientId,
    concept: { system, code, metric: metric !== null && isMetricId(metric) ? metric : null },
    source: { system: sourceSystem, device, kind },
    variant,
    isUntimed,
    startMs,
    endMs,
    valueText,
    originalText,
    status: change.status,
    // Its sender's clock may be ahead of ours.
    issuedMs: Math.max(change.at.getTime(), row.issuedMs ?? 0),
    isDecided: true,
    identifier,
    skeleton: stringifyJson(skeleton),
    remainder: stringifyJson(own),
  };
}
