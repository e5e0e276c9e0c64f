import { currentClinic, query } from '../../../platform/database/database.js';
import { isUnderHold } from '../../patients/index.js';
import type { ObservationKey } from '../observation-id.js';

/** The longest reading that retention removes. Longer ones, a vendor's total or a night, stay. */
export const LONGEST_REMOVED_MS = 3_600_000;

/** A span of a patient's days of which the readings are gone, and not yet what else was kept of each of them. */
export interface EmptiedSpan {
  readonly patientId: string;
  readonly fromDay: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly metrics: readonly string[];
}

/** Of nobody who is under a legal hold. */
export function findEmptiedSpans(count: number): Promise<EmptiedSpan[]> {
  return query<EmptiedSpan>(
    `SELECT patient_id AS "patientId", from_day::text AS "fromDay", (extract(epoch FROM from_at) * 1000)::float8 AS "fromMs",
       (extract(epoch FROM to_at) * 1000)::float8 AS "toMs", array_agg(metric) AS metrics
     FROM closed_period p WHERE clinic_id = $1 AND removed_at IS NOT NULL AND names_removed_at IS NULL AND NOT ${isUnderHold('p.patient_id')}
     GROUP BY patient_id, from_day, from_at, to_at ORDER BY from_day, patient_id LIMIT $2`,
    [currentClinic(), count],
  );
}

/** As it is at this moment: under which record its readings were, with the series they were in, and whether a hold keeps all. */
export async function findSpanNow({ patientId, metrics }: EmptiedSpan) {
  const [row] = await query<{ recordId: string; seriesIds: number[]; isHeld: boolean }>(
    `SELECT r.id AS "recordId", ${isUnderHold('p.id')} AS "isHeld",
       ARRAY(SELECT s.id FROM series s JOIN concept c ON c.clinic_id = $1 AND c.id = s.concept_id
         WHERE s.clinic_id = $1 AND s.patient_id = r.id AND c.metric = ANY($3)) AS "seriesIds"
     FROM patient p JOIN patient r ON r.clinic_id = $1 AND r.id = coalesce(p.merged_into, p.id)
     WHERE p.clinic_id = $1 AND p.id = $2`,
    [currentClinic(), patientId, metrics],
  );
  return row;
}

/** Nothing is left of each reading of these. */
export async function noteNamesRemoved({ patientId, fromDay, metrics }: EmptiedSpan): Promise<void> {
  await query(
    `UPDATE closed_period SET names_removed_at = now()
     WHERE clinic_id = $1 AND patient_id = $2 AND from_day = $3 AND metric = ANY($4)`,
    [currentClinic(), patientId, fromDay, metrics],
  );
}

/** Was a reading of this key removed with the span? */
export const wasRemoved = ({ fromMs, toMs }: EmptiedSpan, { startMs, endMs }: ObservationKey): boolean =>
  startMs >= fromMs && startMs < toMs && endMs <= toMs && endMs - startMs <= LONGEST_REMOVED_MS;
