import { currentClinic, query } from '../../../platform/database/database.js';
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
  /** The patient's series of these metrics, as they are now. */
  readonly seriesIds: readonly number[];
}

export function findEmptiedSpans(count: number): Promise<EmptiedSpan[]> {
  return query<EmptiedSpan>(
    `SELECT p.patient_id AS "patientId", p.from_day::text AS "fromDay", p.metrics, (extract(epoch FROM p.from_at) * 1000)::float8 AS "fromMs",
       (extract(epoch FROM p.to_at) * 1000)::float8 AS "toMs",
       ARRAY(SELECT s.id FROM series s JOIN concept c ON c.clinic_id = $1 AND c.id = s.concept_id
         WHERE s.clinic_id = $1 AND s.patient_id = p.patient_id AND c.metric = ANY(p.metrics)) AS "seriesIds"
     FROM (SELECT patient_id, from_day, from_at, to_at, array_agg(metric) AS metrics FROM closed_period
       WHERE clinic_id = $1 AND removed_at IS NOT NULL AND names_removed_at IS NULL
       GROUP BY patient_id, from_day, from_at, to_at ORDER BY patient_id, from_day LIMIT $2) p`,
    [currentClinic(), count],
  );
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
