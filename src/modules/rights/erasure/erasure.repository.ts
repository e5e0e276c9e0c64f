import { currentClinic, query } from '../../../platform/database/database.js';
import { isUnderHold } from '../../patients/index.js';
import { ERASED_TABLES, type ErasedKind, type ErasedTable } from './erased-tables.js';
import { FORGOTTEN_TABLES } from './forgotten-tables.js';

export interface Erasure {
  readonly id: string;
  readonly patientId: string;
  readonly patientName: string | null;
  readonly state: 'requested' | 'approved' | 'running' | 'done' | 'cancelled';
  readonly requestedBy: string;
  readonly requestedByName: string | null;
  readonly requestedAt: Date;
  readonly reason: string | null;
  readonly approvedByName: string | null;
  readonly dueAt: Date | null;
  readonly doneAt: Date | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly isHeld: boolean;
}

const SELECT = `SELECT e.id, e.patient_id AS "patientId", nullif(trim(p.given_name || ' ' || p.family_name), '') AS "patientName", e.state,
    e.requested_by AS "requestedBy", r.name AS "requestedByName", e.requested_at AS "requestedAt", e.reason,
    a.name AS "approvedByName", e.due_at AS "dueAt", e.done_at AS "doneAt", e.counts,
    ${isUnderHold('e.patient_id')} AS "isHeld"
  FROM erasure e LEFT JOIN patient p ON p.clinic_id = e.clinic_id AND p.id = e.patient_id
  LEFT JOIN person r ON 'person/' || r.id = e.requested_by LEFT JOIN person a ON a.id = e.approved_by`;

/** @returns false when this patient has an open one, or the id is in use */
export async function insertErasure(one: {
  id: string;
  patientId: string;
  by: string;
  reason: string | null;
}): Promise<boolean> {
  const rows = await query(
    `INSERT INTO erasure (clinic_id, id, patient_id, requested_by, reason) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id`,
    [currentClinic(), one.id, one.patientId, one.by, one.reason],
  );
  return rows.length === 1;
}

export async function findErasure(id: string): Promise<Erasure | undefined> {
  const [row] = await query<Erasure>(`${SELECT} WHERE e.clinic_id = $1 AND e.id = $2`, [currentClinic(), id]);
  return row;
}

/** The one that is not over. */
export async function findOpenErasure(
  patientId: string,
  options: { lock?: boolean } = {},
): Promise<Erasure | undefined> {
  const [row] = await query<Erasure>(
    `${SELECT} WHERE e.clinic_id = $1 AND e.patient_id = $2 AND e.state IN ('requested','approved','running') ${options.lock ? 'FOR UPDATE OF e' : ''}`,
    [currentClinic(), patientId],
  );
  return row;
}

export function findErasures(): Promise<Erasure[]> {
  return query<Erasure>(`${SELECT} WHERE e.clinic_id = $1 ORDER BY e.requested_at DESC LIMIT 200`, [currentClinic()]);
}

export async function approve(id: string, by: string, graceDays: number): Promise<Date> {
  const [row] = await query<{ dueAt: Date }>(
    `UPDATE erasure SET state = 'approved', approved_by = $3, approved_at = now(), due_at = now() + make_interval(days => $4)
     WHERE clinic_id = $1 AND id = $2 RETURNING due_at AS "dueAt"`,
    [currentClinic(), id, by, graceDays],
  );
  return row!.dueAt;
}

export async function cancel(id: string, by: string): Promise<void> {
  await query(
    `UPDATE erasure SET state = 'cancelled', cancelled_by = $3, cancelled_at = now() WHERE clinic_id = $1 AND id = $2`,
    [currentClinic(), id, by],
  );
}

/** @returns false where somebody has cancelled it, or placed a hold */
export async function setRunning(id: string): Promise<boolean> {
  const rows = await query(
    `UPDATE erasure e SET state = 'running' WHERE e.clinic_id = $1 AND e.id = $2 AND e.state = 'approved'
       AND NOT ${isUnderHold('e.patient_id')} RETURNING e.id`,
    [currentClinic(), id],
  );
  return rows.length === 1;
}

export async function addCount(id: string, kind: ErasedKind, rows: number): Promise<void> {
  await query(
    `UPDATE erasure SET counts = jsonb_set(counts, ARRAY[$3], to_jsonb(coalesce((counts ->> $3)::bigint, 0) + $4::bigint)) WHERE clinic_id = $1 AND id = $2`,
    [currentClinic(), id, kind, rows],
  );
}

/** @returns who had approved it; undefined when it was done already */
export async function finish(id: string): Promise<string | undefined> {
  const [row] = await query<{ approvedBy: string }>(
    `UPDATE erasure SET state = 'done', done_at = now(), reason = NULL WHERE clinic_id = $1 AND id = $2 AND state = 'running'
     RETURNING approved_by AS "approvedBy"`,
    [currentClinic(), id],
  );
  return row?.approvedBy;
}

/** What an erasure would take, by kind. Only looks. */
export async function countErasable(patientId: string): Promise<Record<ErasedKind, number>> {
  const counts = {} as Record<ErasedKind, number>;
  const add = async ({ table, kind, where }: ErasedTable) => {
    const [row] = await query<{ rows: number }>(`SELECT count(*)::float8 AS rows FROM ${table} WHERE ${where}`, [
      currentClinic(),
      patientId,
    ]);
    counts[kind] = (counts[kind] ?? 0) + row!.rows;
  };
  await add({
    table: 'observation_row',
    kind: 'numbers',
    where: 'clinic_id = $1 AND series_id IN (SELECT id FROM series WHERE clinic_id = $1 AND patient_id = $2)',
  });
  for (const one of ERASED_TABLES) await add(one);
  return counts;
}

/** @returns how many rows went: fewer than `most` when none are left */
export async function eraseFrom({ table, where }: ErasedTable, patientId: string, most: number): Promise<number> {
  const rows = await query(
    `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE ${where} LIMIT $3)) RETURNING 1`,
    [currentClinic(), patientId, most],
  );
  return rows.length;
}

/** The oldest observations of one of the patient's series, with their earlier versions. */
export async function eraseObservations(patientId: string, most: number): Promise<number> {
  const [oldest] = await query<{ seriesId: number; upTo: Date | null }>(
    `SELECT s.id AS "seriesId", (SELECT o.start_at FROM observation_row o WHERE o.clinic_id = $1 AND o.series_id = s.id
       ORDER BY o.start_at OFFSET $3 LIMIT 1) AS "upTo"
     FROM series s WHERE s.clinic_id = $1 AND s.patient_id = $2
       AND EXISTS (SELECT 1 FROM observation_row o WHERE o.clinic_id = $1 AND o.series_id = s.id) ORDER BY s.id LIMIT 1`,
    [currentClinic(), patientId, most],
  );
  if (!oldest) return 0;
  const rows = await query(
    `WITH gone AS (DELETE FROM observation_row o WHERE o.clinic_id = $1 AND o.series_id = $2 AND ($3::timestamptz IS NULL OR o.start_at <= $3)
       RETURNING coalesce(o.id, spelled_observation_id(o.start_at, o.end_at, o.series_id)) AS id, o.version),
     versions AS (DELETE FROM observation_version v USING gone WHERE v.clinic_id = $1 AND gone.version > 1 AND v.id = gone.id)
     SELECT 1 FROM gone`,
    [currentClinic(), oldest.seriesId, oldest.upTo],
  );
  return rows.length;
}

/** The person who is the patient, if they sign in; their membership ends. */
export async function endMembership(patientId: string): Promise<string | undefined> {
  const [row] = await query<{ personId: string }>(
    `UPDATE membership m SET active = false FROM patient p
     WHERE p.clinic_id = $1 AND p.id = $2 AND m.clinic_id = $1 AND m.person_id = p.person_id AND m.role = 'patient' RETURNING m.person_id AS "personId"`,
    [currentClinic(), patientId],
  );
  return row?.personId;
}

/** Whom no clinic knows any more. */
export interface UnknownPerson {
  readonly account: string | null;
  /** Clinics that knew them once. */
  readonly clinicIds: readonly string[];
}

/** As that person, outside every clinic: undefined while a clinic still knows them. */
export async function findUnknownPerson(personId: string): Promise<UnknownPerson | undefined> {
  const [person] = await query<UnknownPerson>(
    `SELECT auth_user_id AS account, ARRAY(SELECT m.clinic_id::text FROM membership m WHERE m.person_id = p.id) AS "clinicIds"
     FROM person p WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.active)`,
    [personId],
  );
  return person;
}

/** What hangs on this person, and not on the patient they were, in the clinic that is open. */
export async function forgetInClinic(personId: string): Promise<void> {
  for (const { table, where = 'true' } of FORGOTTEN_TABLES)
    await query(`DELETE FROM ${table} WHERE clinic_id = $1 AND person_id = $2 AND ${where}`, [
      currentClinic(),
      personId,
    ]);
}

export async function forgetPerson(personId: string): Promise<void> {
  await query(
    `UPDATE person SET name = 'Erased', email = 'erased-' || id || '@erased.invalid', auth_user_id = NULL WHERE id = $1`,
    [personId],
  );
}
