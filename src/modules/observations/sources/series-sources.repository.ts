import { currentClinic, query } from '../../../platform/database/database.js';
import type { Source } from '../observation.js';

type ToldBy = Pick<Source, 'system' | 'device'>;

/** Who tells the readings of these series, as sources are told apart, in whichever record of a patient. */
export async function findSourcesOf(seriesIds: Iterable<number>): Promise<ReadonlyMap<number, ToldBy>> {
  const ids = [...new Set(seriesIds)];
  if (ids.length === 0) return new Map();
  const rows = await query<ToldBy & { id: number }>(
    `SELECT w.id, s.system, s.device FROM series w JOIN source s ON s.clinic_id = w.clinic_id AND s.id = w.source_id
     WHERE w.clinic_id = $1 AND w.id = ANY($2::int[])`,
    [currentClinic(), ids],
  );
  return new Map(rows.map(({ id, system, device }) => [id, { system, device }]));
}
