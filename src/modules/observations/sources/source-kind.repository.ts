import { currentClinic, query } from '../../../platform/database/database.js';
import type { SourceKind } from '../observation.js';

/** How much a word for a device tells, most first: of all that was ever said of one, in whatever order, the best holds. */
export const KINDS_BY_KNOWLEDGE = ['watch', 'phone', 'file', 'other', 'form'] as const satisfies readonly SourceKind[];

/** A series and what was said of the device that speaks in it. */
export interface SaidKind {
  readonly seriesId: number;
  readonly kind: SourceKind;
}

/**
 * Writes down what is known better now of the devices behind these series. In order of their numbers, so that two
 * transactions never wait for each other in a circle.
 *
 * @returns the patients of whom a device is another kind now
 */
export async function improveKinds(said: readonly SaidKind[]): Promise<string[]> {
  const rows = await query<{ patientId: string }>(
    `WITH best AS (
       SELECT e.source_id AS id, min(array_position($4::text[], k.kind)) AS rank FROM unnest($2::int[], $3::text[]) AS k(series_id, kind)
       JOIN series e ON e.clinic_id = $1 AND e.id = k.series_id GROUP BY e.source_id
     ), worse AS (
       SELECT s.id, b.rank FROM source s JOIN best b ON b.id = s.id
       WHERE s.clinic_id = $1 AND array_position($4::text[], s.kind) > b.rank ORDER BY s.id FOR UPDATE OF s
     )
     UPDATE source s SET kind = ($4::text[])[w.rank] FROM worse w
     WHERE s.clinic_id = $1 AND s.id = w.id AND array_position($4::text[], s.kind) > w.rank RETURNING s.patient_id AS "patientId"`,
    [currentClinic(), said.map((one) => one.seriesId), said.map((one) => one.kind), KINDS_BY_KNOWLEDGE],
  );
  return [...new Set(rows.map((row) => row.patientId))].sort();
}
