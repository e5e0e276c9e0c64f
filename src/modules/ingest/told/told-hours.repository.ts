import { currentClinic, query } from '../../../platform/database/database.js';
import type { Told } from './told-readings.repository.js';

/** A name that shares a row with the others of its hour. */
export interface HourName extends Told {
  readonly patientId: string;
  readonly hour: number;
}

/** All names of these hours. Whoever seeks some of them does so here: a database may try each with each. */
export function readHours(recordIds: readonly string[], hours: readonly number[]): Promise<HourName[]> {
  return query<HourName>(
    `SELECT h.patient_id AS "patientId", h.hour, t.key, t.id AS "observationId", (extract(epoch FROM t.at) * 1000)::float8 AS "revisedMs"
     FROM told_hour h, unnest(h.keys, h.observation_ids, h.revised_at) AS t(key, id, at)
     WHERE h.clinic_id = $1 AND h.patient_id = ANY($2::uuid[]) AND h.hour = ANY($3::int[])`,
    [currentClinic(), recordIds, hours],
  );
}

/**
 * Names that their hours do not have yet.
 *
 * @returns the hours that took them; others would have more than `most`
 */
export async function addToHours(patientId: string, told: readonly Told[], most: number): Promise<Set<number | null>> {
  const rows = await query<{ hour: number }>(
    `INSERT INTO told_hour AS old (clinic_id, patient_id, hour, keys, observation_ids, revised_at)
     SELECT $1, $2, t.hour, array_agg(t.key), array_agg(t.id), array_agg(to_timestamp(t.ms / 1000))
     FROM unnest($3::int[], $4::uuid[], $5::uuid[], $6::float8[]) AS t(hour, key, id, ms)
     GROUP BY t.hour HAVING count(*) <= $7
     ON CONFLICT (clinic_id, patient_id, hour) DO UPDATE SET keys = old.keys || excluded.keys,
       observation_ids = old.observation_ids || excluded.observation_ids, revised_at = old.revised_at || excluded.revised_at
     WHERE cardinality(old.keys) + cardinality(excluded.keys) <= $7 RETURNING hour`,
    [
      currentClinic(),
      patientId,
      told.map(({ hour }) => hour),
      told.map(({ key }) => key),
      told.map(({ observationId }) => observationId),
      told.map(({ revisedMs }) => revisedMs),
      most,
    ],
  );
  return new Set(rows.map(({ hour }) => hour));
}

/**
 * In the transaction that has locked the patient's wall clock.
 *
 * @param change - what becomes of each name of these hours: the same, another, or null where it is kept no more
 */
export async function changeHours(
  recordIds: readonly string[],
  hours: readonly number[],
  change: (name: HourName) => HourName | null,
): Promise<void> {
  // Beside the patient's lock: a merge changes whose it is. Read after that, because a row that was waited for is read as it was.
  await query(
    `SELECT FROM told_hour WHERE clinic_id = $1 AND patient_id = ANY($2::uuid[]) AND hour = ANY($3::int[]) ORDER BY patient_id, hour FOR UPDATE`,
    [currentClinic(), recordIds, hours],
  );
  const rowOf = ({ patientId, hour }: HourName) => `${patientId} ${hour}`;
  for (const names of Map.groupBy(await readHours(recordIds, hours), rowOf).values()) {
    const now = names.map(change);
    if (now.some((name, i) => name !== names[i]))
      await writeHour(
        names[0]!,
        now.filter((name) => name !== null),
      );
  }
}

async function writeHour({ patientId, hour }: HourName, names: readonly HourName[]): Promise<void> {
  const row = [currentClinic(), patientId, hour];
  const where = 'WHERE clinic_id = $1 AND patient_id = $2 AND hour = $3';
  if (names.length === 0) await query(`DELETE FROM told_hour ${where}`, row);
  else
    await query(
      `UPDATE told_hour SET keys = $4::uuid[], observation_ids = $5::uuid[],
         revised_at = ARRAY(SELECT to_timestamp(ms / 1000) FROM unnest($6::float8[]) WITH ORDINALITY AS t(ms, n) ORDER BY n) ${where}`,
      [
        ...row,
        names.map(({ key }) => key),
        names.map(({ observationId }) => observationId),
        names.map(({ revisedMs }) => revisedMs),
      ],
    );
}
