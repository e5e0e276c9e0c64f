import { currentClinic, query } from '../../../platform/database/database.js';
import { firstIdAt } from '../../observations/index.js';
import { hoursAround, hoursBetween } from './told-key.js';
import { addToHours, changeHours, readHours } from './told-hours.repository.js';

/** More names than a watch gives in an hour that tells one metric by the second: the row is written anew with each that comes. */
const MOST_IN_AN_HOUR = 5000;

/** What something is known by. */
export interface Name {
  readonly key: string;
  /** With the names of which hour on the wall it is kept; null: alone. */
  readonly hour: number | null;
}

/** Which observation something that was told stands for. */
export interface Told extends Name {
  readonly observationId: string;
  /** When the vendor last revised it, where it told. */
  readonly revisedMs: number | null;
  /** It stands alone as well as with its hour: a node of the version before has kept it, which knows no hours. */
  readonly isTwice?: boolean;
}

/** @param names - by the hour in which they would be kept; what is kept alone is found all the same */
export async function findTold(patientId: string, names: readonly Name[]): Promise<Map<string, Told>> {
  const keys = new Set(names.map(({ key }) => key));
  const hours = [...new Set(names.flatMap(({ hour }) => hour ?? []))];
  const alone = await query<Told>(
    `SELECT key, observation_id AS "observationId", (extract(epoch FROM revised_at) * 1000)::float8 AS "revisedMs", NULL AS hour
     FROM told_reading WHERE clinic_id = $1 AND patient_id = $2 AND key = ANY($3::uuid[])`,
    [currentClinic(), patientId, [...keys]],
  );
  const shared = hours.length === 0 ? [] : await readHours([patientId], hours);
  const known = new Map(alone.map((row) => [row.key, row]));
  for (const row of shared) if (keys.has(row.key)) known.set(row.key, { ...row, isTwice: known.has(row.key) });
  return known;
}

/** @param known - what was known by these names: it stays where it is */
export async function keepTold(
  patientId: string,
  told: readonly Told[],
  known: ReadonlyMap<string, Told>,
): Promise<void> {
  const {
    again = [],
    first = [],
    alone = [],
  } = Object.groupBy(told, ({ key, hour }) => {
    if (hour === null) return 'alone';
    return known.has(key) ? 'again' : 'first';
  });
  const twice = again.flatMap(({ key }) => (known.get(key)?.isTwice ? [key] : []));
  if (twice.length > 0)
    await query('DELETE FROM told_reading WHERE clinic_id = $1 AND patient_id = $2 AND key = ANY($3::uuid[])', [
      currentClinic(),
      patientId,
      twice,
    ]);
  if (again.length > 0) {
    const now = new Map(again.map((one) => [one.key, one]));
    const hours = [...new Set(again.flatMap(({ hour }) => hour ?? []))];
    await changeHours([patientId], hours, (name) => {
      const said = now.get(name.key);
      return said ? { ...name, observationId: said.observationId, revisedMs: said.revisedMs } : name;
    });
  }
  const kept = first.length > 0 ? await addToHours(patientId, first, MOST_IN_AN_HOUR) : new Set();
  await keepAlone(patientId, [...alone, ...first.filter(({ hour }) => !kept.has(hour))]);
}

async function keepAlone(patientId: string, told: readonly Told[]): Promise<void> {
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

/**
 * Everything told that these observations stand for, by their ids; none of one that nothing told stands for any more.
 *
 * @param recordIds - all records that are the patient's: what was told before a merge is kept where it was
 */
export async function findOwners(
  recordIds: readonly string[],
  observationIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const alone = await query<{ id: string; key: string }>(
    `SELECT observation_id AS id, key FROM told_reading
     WHERE clinic_id = $1 AND patient_id = ANY($2::uuid[]) AND observation_id = ANY($3::uuid[])`,
    [currentClinic(), recordIds, observationIds],
  );
  const sought = new Set(observationIds);
  const shared = await readHours(recordIds, hoursAround(sought));
  const owners = new Map<string, Set<string>>();
  for (const { id, key } of [...alone, ...shared.map(({ key, observationId: id }) => ({ id, key }))])
    if (sought.has(id)) owners.set(id, (owners.get(id) ?? new Set()).add(key));
  return owners;
}

/** What is told of observations that begin then, and which. */
export async function findNamesBetween(
  recordIds: readonly string[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<{ readonly key: string; readonly from: string }[]> {
  const [first, next] = [firstIdAt(fromMs), firstIdAt(toMs)];
  const alone = await query<{ key: string; from: string }>(
    `SELECT key, observation_id AS "from" FROM told_reading
     WHERE clinic_id = $1 AND patient_id = ANY($2::uuid[]) AND observation_id >= $3 AND observation_id < $4`,
    [currentClinic(), recordIds, first, next],
  );
  const shared = await readHours(recordIds, hoursBetween(fromMs, toMs));
  const named = shared.map(({ key, observationId: from }) => ({ key, from }));
  return [...alone, ...named.filter(({ from }) => from >= first && from < next)];
}

/** What was told stands for another observation now; all at once, because readings may take each other's places. */
export async function moveTold(
  recordIds: readonly string[],
  moved: readonly { key: string; from: string; to: string }[],
): Promise<void> {
  if (moved.length === 0) return;
  await query(
    `UPDATE told_reading t SET observation_id = m.now FROM unnest($3::uuid[], $4::uuid[], $5::uuid[]) AS m(key, was, now)
     WHERE t.clinic_id = $1 AND t.patient_id = ANY($2::uuid[]) AND t.observation_id = m.was AND t.key = m.key`,
    [currentClinic(), recordIds, moved.map(({ key }) => key), moved.map(({ from }) => from), moved.map(({ to }) => to)],
  );
  const now = new Map(moved.map(({ key, from, to }) => [`${key} ${from}`, to]));
  await changeHours(recordIds, hoursAround(moved.map(({ from }) => from)), (name) => {
    const to = now.get(`${name.key} ${name.observationId}`);
    return to === undefined ? name : { ...name, observationId: to };
  });
}

/**
 * What was told is told no more: that time never was on the patient's wall, or the observation was taken out of the record.
 *
 * @param gone.key - null: all that stood for the observation
 */
export async function forgetTold(
  recordIds: readonly string[],
  gone: readonly { key: string | null; from: string }[],
): Promise<void> {
  if (gone.length === 0) return;
  await query(
    `DELETE FROM told_reading t USING unnest($3::uuid[], $4::uuid[]) AS m(key, was)
     WHERE t.clinic_id = $1 AND t.patient_id = ANY($2::uuid[]) AND t.observation_id = m.was AND (m.key IS NULL OR t.key = m.key)`,
    [currentClinic(), recordIds, gone.map(({ key }) => key), gone.map(({ from }) => from)],
  );
  const all = new Set(gone.map(({ key, from }) => `${key ?? ''} ${from}`));
  await changeHours(recordIds, hoursAround(gone.map(({ from }) => from)), (name) =>
    all.has(` ${name.observationId}`) || all.has(`${name.key} ${name.observationId}`) ? null : name,
  );
}
