import { currentClinic, query } from '../../platform/database/database.js';
import type { NewObservation } from './observation.js';

/** Texts of the devices of these series, where their sources have one. */
export function devicesBySeries(ids: readonly number[]): Promise<{ id: number; device: string }[]> {
  return query<{ id: number; device: string }>(DEVICES_BY_SERIES, [ids]);
}
export const DEVICES_BY_SERIES = `SELECT w.id, s.device_body AS device FROM series w
  JOIN source s ON s.clinic_id = w.clinic_id AND s.id = w.source_id WHERE w.id = ANY($1::int[]) AND s.device_body IS NOT NULL`;

/**
 * Writes down what these observations say of the devices of sources that have no word of theirs yet: the first stands, and
 * never changes.
 *
 * @returns what stands of every source whose device is told here
 */
export async function keepDevices(
  batch: readonly NewObservation[],
  sourceIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const told = new Map<number, string>();
  for (const [i, { device }] of batch.entries())
    if (device && !told.has(sourceIds[i]!)) told.set(sourceIds[i]!, device);
  if (told.size === 0) return told;
  const standing = await findDevices([...told.keys()]);
  const silent = [...told].filter(([id]) => !standing.has(id));
  if (silent.length === 0) return standing;
  // In one order, whoever stores: no deadlocks.
  await query(
    `WITH silent AS (SELECT id FROM source WHERE clinic_id = $1 AND id = ANY($2::int[]) AND device_body IS NULL ORDER BY id FOR NO KEY UPDATE)
     UPDATE source s SET device_body = k.device FROM silent JOIN unnest($2::int[], $3::text[]) AS k(id, device) ON k.id = silent.id
     WHERE s.clinic_id = $1 AND s.id = silent.id AND s.device_body IS NULL`,
    [currentClinic(), silent.map(([id]) => id), silent.map(([, device]) => device)],
  );
  // Asked anew: another transaction may have been first.
  return new Map([...standing, ...(await findDevices(silent.map(([id]) => id)))]);
}

async function findDevices(sourceIds: readonly number[]): Promise<Map<number, string>> {
  const rows = await query<{ id: number; device: string }>(
    'SELECT id, device_body AS device FROM source WHERE clinic_id = $1 AND id = ANY($2) AND device_body IS NOT NULL',
    [currentClinic(), sourceIds],
  );
  return new Map(rows.map(({ id, device }) => [id, device]));
}
