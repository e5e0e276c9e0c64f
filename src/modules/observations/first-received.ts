import { currentClinic, openTransaction } from '../../platform/database/database.js';
import type { Statement } from '../../platform/database/statement.js';
import { COUNTED } from './row.js';
import { plainArray } from './write.repository.js';

/** As `replace` has written it: within its skeleton every quote is escaped. What does not count has said nothing yet, and what was withdrawn never did. */
const FIRST: Statement = {
  name: 'first-received',
  text: `SELECT v.id::text, min(substring(v.body FROM '"receivedMs":([0-9.]+)')::float8) AS "receivedMs"
    FROM unnest($2::uuid[]) AS k(id) JOIN observation_version v ON v.clinic_id = $1 AND v.id = k.id AND NOT v.is_withdrawn
    WHERE v.body ~ '"status":"(${[...COUNTED].join('|')})"' GROUP BY v.id`,
};

/**
 * When those of these readings that have had a version before came first, by their id. A correction is news of today about a
 * reading that was there on time: whether an answer was recalled, and whether a device's clock was ahead, is a matter of
 * when it was first said. What was only announced (`registered`) was not said.
 */
export async function findFirstReceived(
  readings: readonly { readonly id: string; readonly version: number }[],
): Promise<ReadonlyMap<string, number | null>> {
  const changed = readings.filter(({ version }) => version > 1);
  if (changed.length === 0) return NONE;
  const ids = plainArray(changed.map(({ id }) => id));
  const { rows } = await openTransaction()!.send<{ id: string; receivedMs: number | null }>(FIRST, [
    currentClinic(),
    ids,
  ]);
  return new Map(rows.map(({ id, receivedMs }) => [id, receivedMs]));
}

const NONE: ReadonlyMap<string, number> = new Map();
