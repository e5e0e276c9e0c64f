import { currentClinic, query } from '../../../platform/database/database.js';

/** Which observation something that was told stands for. */
export interface Told {
  readonly key: string;
  readonly observationId: string;
  /** When the vendor last revised it, where it told. */
  readonly revisedMs: number | null;
}

export async function findTold(patientId: string, keys: readonly string[]): Promise<Map<string, Told>> {
  const rows = await query<Told>(
    `SELECT key, observation_id AS "observationId", (extract(epoch FROM revised_at) * 1000)::float8 AS "revisedMs"
     FROM told_reading WHERE clinic_id = $1 AND patient_id = $2 AND key = ANY($3::uuid[])`,
    [currentClinic(), patientId, keys],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

export async function keepTold(patientId: string, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  await query(
    `INSERT INTO told_reading (clinic_id, patient_id, key, observation_id, revised_at)
     SELECT $1, $2, k, o, to_timestamp(r / 1000) FROM unnest($3::uuid[], $4::uuid[], $5::float8[]) AS t(k, o, r)
     ON CONFLICT (clinic_id, patient_id, key) DO UPDATE SET observation_id = excluded.observation_id, revised_at = excluded.revised_at`,
    [
      currentClinic(),
      patientId,
      told.map(({ key }) => key),
      told.map(({ observationId }) => observationId),
      told.map(({ revisedMs }) => revisedMs),
    ],
  );
}

/** Of these observations those that something told still stands for. */
export async function findStillTold(observationIds: readonly string[]): Promise<Set<string>> {
  const rows = await query<{ id: string }>(
    'SELECT DISTINCT observation_id AS id FROM told_reading WHERE clinic_id = $1 AND observation_id = ANY($2::uuid[])',
    [currentClinic(), observationIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Everything told that these observations stand for, by their ids. */
export async function findOwners(observationIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const rows = await query<{ id: string; keys: string[] }>(
    `SELECT observation_id AS id, array_agg(key) AS keys FROM told_reading
     WHERE clinic_id = $1 AND observation_id = ANY($2::uuid[]) GROUP BY 1`,
    [currentClinic(), observationIds],
  );
  return new Map(rows.map(({ id, keys }) => [id, new Set(keys)]));
}

/** What was told stands for another observation now; all at once, because readings may take each other's places. */
export async function moveTold(moved: readonly { key: string; from: string; to: string }[]): Promise<void> {
  if (moved.length === 0) return;
  await query(
    `UPDATE told_reading t SET observation_id = m.now FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) AS m(key, was, now)
     WHERE t.clinic_id = $1 AND t.observation_id = m.was AND t.key = m.key`,
    [currentClinic(), moved.map(({ key }) => key), moved.map(({ from }) => from), moved.map(({ to }) => to)],
  );
}

/** What was told is told no more: that time never was on the patient's wall. */
export async function forgetTold(gone: readonly { key: string; from: string }[]): Promise<void> {
  if (gone.length === 0) return;
  await query(
    `DELETE FROM told_reading t USING unnest($2::uuid[], $3::uuid[]) AS m(key, was)
     WHERE t.clinic_id = $1 AND t.observation_id = m.was AND t.key = m.key`,
    [currentClinic(), gone.map(({ key }) => key), gone.map(({ from }) => from)],
  );
}

/** What stood for these observations is told no more: they were taken out of the record. */
export async function forgetToldOf(observationIds: readonly string[]): Promise<void> {
  if (observationIds.length === 0) return;
  await query('DELETE FROM told_reading WHERE clinic_id = $1 AND observation_id = ANY($2::uuid[])', [
    currentClinic(),
    observationIds,
  ]);
}
