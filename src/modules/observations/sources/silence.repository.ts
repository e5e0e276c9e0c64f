import { METRIC_IDS, METRICS } from '../../../metrics/index.js';
import { currentClinic, query } from '../../../platform/database/database.js';

/** Days of a patient of which nothing was heard, and nothing came afterwards. */
export interface Silence {
  /** In the patient's days; both belong to it. */
  readonly fromDay: string;
  readonly toDay: string;
  /** What fell silent with all its patients; null: the patient's own. */
  readonly cause: string | null;
  /** It still lasts. */
  readonly isOpen: boolean;
}

const MEASURED = METRIC_IDS.filter((id) => !METRICS[id].selfReported);

/**
 * The silences of a patient's sources. A patient's own does not count where days of it came later: then the rest of it was
 * not worn. What an outage took is lost, whatever else came.
 */
export function findSilences(patientId: string, zone: string): Promise<Silence[]> {
  return query<Silence>(
    `SELECT d.first::text AS "fromDay", d.last::text AS "toDay", s.cause, s.to_at IS NULL AS "isOpen" FROM source_silence s
     CROSS JOIN LATERAL (SELECT (s.from_at AT TIME ZONE $3)::date AS first, (coalesce(s.to_at, now()) AT TIME ZONE $3)::date AS last) d
     WHERE s.clinic_id = $1 AND s.patient_id = $2 AND (s.cause IS NOT NULL OR NOT EXISTS (
       SELECT 1 FROM daily_value v WHERE v.clinic_id = s.clinic_id AND v.patient_id = s.patient_id AND v.metric = ANY($4)
         AND v.day > d.first AND v.day < d.last))
     ORDER BY s.from_at, s.source_id`,
    [currentClinic(), patientId, zone, MEASURED],
  );
}
