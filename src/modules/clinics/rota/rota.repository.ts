import { currentClinic, query } from '../../../platform/database/database.js';
import type { NewAbsence, NewShift } from './rota.schema.js';

export interface AbsenceRow {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly standInId: string;
  readonly standInName: string;
  readonly fromAt: Date;
  readonly untilAt: Date;
}

/** Absences that are not over. */
export function findAbsences(): Promise<AbsenceRow[]> {
  return query<AbsenceRow>(
    `SELECT a.id, a.person_id AS "personId", p.name, a.stand_in_id AS "standInId", s.name AS "standInName",
       a.from_at AS "fromAt", a.until_at AS "untilAt"
     FROM absence a JOIN person p ON p.id = a.person_id JOIN person s ON s.id = a.stand_in_id
     WHERE a.until_at > greatest(now(), a.from_at) ORDER BY a.from_at, a.id`,
  );
}

/** Absences of one clinic are entered one after the other: two that contradict each other cannot both be looked past. */
export async function lockAbsences(): Promise<void> {
  await query('SELECT pg_advisory_xact_lock(731023, hashtext($1))', [currentClinic()]);
}

/** What stands against it: the person is away then already, or stands in for somebody, or the one who is to stand in is away. */
export async function findClash(absence: NewAbsence): Promise<'person' | 'covering' | 'standIn' | undefined> {
  const { id, personId, standInId, fromAt, untilAt } = absence;
  const rows = await query<{ clash: 'person' | 'covering' | 'standIn' }>(
    `SELECT CASE WHEN person_id = $2 THEN 'person' WHEN person_id = $3 THEN 'standIn' ELSE 'covering' END AS clash FROM absence
     WHERE id <> $1 AND (person_id IN ($2, $3) OR stand_in_id = $2) AND from_at < $5 AND until_at > greatest($4, from_at)
     ORDER BY (person_id = $2) DESC, (person_id = $3) DESC LIMIT 1`,
    [id, personId, standInId, fromAt, untilAt],
  );
  return rows[0]?.clash;
}

/** False when this id is another absence already. */
export async function insertAbsence(absence: NewAbsence): Promise<'new' | 'same' | 'other'> {
  const { id, personId, standInId, fromAt, untilAt } = absence;
  const values = [currentClinic(), id, personId, standInId, fromAt, untilAt];
  const rows = await query(
    `INSERT INTO absence (clinic_id, id, person_id, stand_in_id, from_at, until_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING id`,
    values,
  );
  if (rows.length === 1) return 'new';
  const same = await query(
    `SELECT 1 FROM absence WHERE clinic_id = $1 AND id = $2 AND person_id = $3 AND stand_in_id = $4 AND from_at = $5 AND until_at = $6`,
    values,
  );
  return same.length === 1 ? 'same' : 'other';
}

/** Whose absence, when it is not over yet. */
export async function findAbsence(id: string): Promise<{ personId: string; untilAt: Date } | undefined> {
  const [row] = await query<{ personId: string; untilAt: Date }>(
    'SELECT person_id AS "personId", until_at AS "untilAt" FROM absence WHERE id = $1 AND until_at > greatest(now(), from_at) FOR UPDATE',
    [id],
  );
  return row;
}

export async function endAbsence(id: string): Promise<void> {
  await query('UPDATE absence SET until_at = greatest(from_at, now()) WHERE id = $1', [id]);
}

export type ShiftRow = NewShift & { readonly id: string; readonly name: string };

/** Turns of people who still work here. */
export function findShifts(): Promise<ShiftRow[]> {
  return query<ShiftRow>(
    `SELECT s.id, s.person_id AS "personId", p.name, s.profession, s.rank, s.starts_on::text AS "startsOn", s.starts,
       s.ends_on::text AS "endsOn", s.ends, s.every_weeks AS "everyWeeks", s.last_on::text AS "lastOn"
     FROM rota_shift s JOIN person p ON p.id = s.person_id
     JOIN membership m ON m.person_id = s.person_id AND m.active AND m.role IN ('clinician','coordinator')
     WHERE s.ended_at IS NULL ORDER BY s.starts_on, s.starts, s.rank, s.id`,
  );
}

/** Null when it is new, false when it has ended. */
export async function lockShift(id: string): Promise<NewShift | null | false> {
  const [row] = await query<NewShift & { ended: boolean }>(
    `SELECT person_id AS "personId", profession, rank, starts_on::text AS "startsOn", starts, ends_on::text AS "endsOn", ends,
       every_weeks AS "everyWeeks", last_on::text AS "lastOn", ended_at IS NOT NULL AS ended FROM rota_shift WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!row) return null;
  const { ended, ...shift } = row;
  return ended ? false : shift;
}

export async function saveShift(id: string, s: NewShift): Promise<void> {
  await query(
    `INSERT INTO rota_shift (clinic_id, id, person_id, profession, rank, starts_on, starts, ends_on, ends, every_weeks, last_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (clinic_id, id) DO UPDATE SET person_id = excluded.person_id, profession = excluded.profession, rank = excluded.rank,
       starts_on = excluded.starts_on, starts = excluded.starts, ends_on = excluded.ends_on, ends = excluded.ends,
       every_weeks = excluded.every_weeks, last_on = excluded.last_on`,
    [
      currentClinic(),
      id,
      s.personId,
      s.profession,
      s.rank,
      s.startsOn,
      s.starts,
      s.endsOn,
      s.ends,
      s.everyWeeks,
      s.lastOn,
    ],
  );
}

export async function endShift(id: string): Promise<boolean> {
  const rows = await query('UPDATE rota_shift SET ended_at = now() WHERE id = $1 AND ended_at IS NULL RETURNING id', [
    id,
  ]);
  return rows.length === 1;
}
