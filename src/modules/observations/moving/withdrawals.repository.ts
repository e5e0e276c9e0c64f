import { timestampArray, int4Array } from '../../../platform/database/binary-arrays.js';
import { currentClinic, openTransaction, query } from '../../../platform/database/database.js';
import type { Statement } from '../../../platform/database/statement.js';
import type { StoredRow } from '../observation.js';
import { readId } from '../observation-id.js';
import { CORRECTIONS } from '../weigh-news.js';

const STANDING: Statement = {
  name: 'withdrawals-standing',
  text: `SELECT k.id::text, r.version, v.body
    FROM unnest($2::uuid[], $3::int[], $4::int[], $5::timestamptz[], $6::timestamptz[]) AS k(id, former, series_id, start_at, end_at)
    JOIN observation_row r ON r.clinic_id = $1 AND r.series_id = k.series_id AND r.start_at = k.start_at AND r.end_at = k.end_at AND r.id IS NULL
    LEFT JOIN observation_version v ON v.clinic_id = $1 AND v.id = k.id AND v.version = k.former`,
};

/** Which version of each stands, and, of those that name a former version, what that was. */
export async function findStanding(
  readings: readonly { readonly id: string; readonly former?: number | null }[],
): Promise<ReadonlyMap<string, { readonly version: number; readonly former: StoredRow | null }>> {
  const keys = readings.flatMap((reading) => {
    const key = readId(reading.id);
    return key ? [{ ...reading, ...key }] : [];
  });
  const { rows } = await openTransaction()!.send<{ id: string; version: number; body: string | null }>(STANDING, [
    currentClinic(),
    `{${keys.map(({ id }) => id).join(',')}}`,
    int4Array(keys.map(({ former }) => former ?? 0)),
    int4Array(keys.map(({ seriesId }) => seriesId)),
    timestampArray(keys.map(({ startMs }) => startMs)),
    timestampArray(keys.map(({ endMs }) => endMs)),
  ]);
  return new Map(
    rows.map(({ id, version, body }) => [
      id,
      { version, former: body === null ? null : (JSON.parse(body) as StoredRow) },
    ]),
  );
}

/**
 * They never were, for what arrives later; their history can still be read. But for what somebody has corrected: told again,
 * it would stand over the correction.
 */
export async function withdrawVersions(
  versions: readonly { readonly id: string; readonly version: number }[],
): Promise<void> {
  await query(
    `UPDATE observation_version v SET is_withdrawn = true FROM unnest($2::uuid[], $3::int[]) AS k(id, version)
     WHERE v.clinic_id = $1 AND v.id = k.id AND v.version = k.version AND NOT v.is_withdrawn
       AND NOT EXISTS (SELECT FROM observation_version c WHERE c.clinic_id = $1 AND c.id = v.id AND c.version > v.version
         AND c.body ~ '"status":"(${[...CORRECTIONS].join('|')})"')`,
    [currentClinic(), versions.map(({ id }) => id), versions.map(({ version }) => version)],
  );
}
