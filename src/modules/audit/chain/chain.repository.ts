import { currentClinic, query } from '../../../platform/database/database.js';
import type { AuditRecord, Link } from './link.js';

/** A row of `audit_event`, called `e` in the query, as `AuditRecord` has it. */
export const RECORD = `e.clinic_id AS "clinicId", e.id::float8 AS id,
  to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, e.actor, e.role, e.type, e.interaction,
  e.patient_id AS "patientId", e.patient_ids AS "patientIds", e.object_id AS "objectId", e.outcome, e.count,
  e.request_id AS "requestId", e.address, e.reason`;

const LINK = `clinic_id AS "clinicId", seq::float8 AS seq, sealed_at AS "sealedAt", ids::float8[] AS ids, digests,
  total::float8 AS total, hash`;
type LinkRow = Omit<Link, 'sealedAt'> & { readonly sealedAt: Date };
const toLink = (row: LinkRow): Link => ({ ...row, sealedAt: row.sealedAt.toISOString() });

export async function findSettled(): Promise<number> {
  const [row] = await query<{ upTo: number }>('SELECT up_to::float8 AS "upTo" FROM audit_settled');
  return row?.upTo ?? 0;
}

export async function saveSettled(upTo: number): Promise<void> {
  await query('UPDATE audit_settled SET up_to = $1 WHERE up_to < $1', [upTo]);
}

/** The newest id that was handed out, whatever became of its transaction. */
export async function findNewestId(): Promise<number> {
  const [row] = await query<{ newest: number }>(
    'SELECT CASE WHEN is_called THEN last_value ELSE 0 END::float8 AS newest FROM audit_event_id_seq',
  );
  return row!.newest;
}

/** Transactions that may have taken an id and have not ended: whoever writes to a table holds this lock before it takes one. */
export async function findWriters(): Promise<string[]> {
  const rows = await query<{ writer: string }>(
    `SELECT DISTINCT virtualtransaction AS writer FROM pg_locks
     WHERE relation = 'audit_event'::regclass AND mode = 'RowExclusiveLock'
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows.map(({ writer }) => writer);
}

/** Rows past `settled` that no link holds, oldest id first within each clinic, `most` of a clinic. As the worker, outside every clinic. */
export function findUnsealed(settled: number, most: number): Promise<AuditRecord[]> {
  return query<AuditRecord>(
    `WITH done AS MATERIALIZED (SELECT unnest(ids) AS id FROM audit_seal WHERE last_id > $1)
     SELECT ${RECORD} FROM clinic c CROSS JOIN LATERAL (
       SELECT * FROM audit_event x WHERE x.clinic_id = c.clinic_id AND x.id > $1
         AND NOT EXISTS (SELECT 1 FROM done WHERE done.id = x.id) ORDER BY x.id LIMIT $2) e`,
    [settled, most],
  );
}

/** Where the chain of the clinic we are in has come to; what its newest link holds is not read for that. */
export async function findHead(): Promise<Pick<Link, 'seq' | 'total' | 'hash'> | undefined> {
  const [row] = await query<Pick<Link, 'seq' | 'total' | 'hash'>>(
    `SELECT seq::float8 AS seq, total::float8 AS total, hash FROM audit_seal WHERE clinic_id = $1 ORDER BY seq DESC LIMIT 1`,
    [currentClinic()],
  );
  return row;
}

export async function insertLink(link: Link): Promise<void> {
  await query(
    `INSERT INTO audit_seal (clinic_id, seq, sealed_at, ids, digests, last_id, total, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      link.clinicId,
      link.seq,
      link.sealedAt,
      `{${link.ids.join(',')}}`,
      link.digests,
      link.ids.reduce((most, id) => Math.max(most, id), 0),
      link.total,
      link.hash,
    ],
  );
}

const INSERT_PATIENTS = `INSERT INTO audit_patient (clinic_id, patient_id, at, audit_id)
  SELECT $1, unnest(e.patients), e.at, e.id FROM json_to_recordset($2) AS e(id bigint, at timestamptz, patients uuid[])`;
const ROW_THERE = '23505';

/**
 * Makes rows about several patients findable for each of them. They are new unless somebody has removed the chain and it
 * is made again; looking for each row first would cost as much again as writing it.
 */
export async function insertPatientRows(rows: readonly AuditRecord[]): Promise<void> {
  const several = rows.flatMap(({ id, at, patientIds }) =>
    patientIds === null ? [] : [{ id, at, patients: [...new Set(patientIds)] }],
  );
  if (several.length === 0) return;
  const values = [currentClinic(), JSON.stringify(several)];
  await query('SAVEPOINT patient_rows');
  try {
    await query(INSERT_PATIENTS, values);
  } catch (error) {
    if ((error as { code?: string }).code !== ROW_THERE) throw error;
    await query('ROLLBACK TO SAVEPOINT patient_rows');
    await query(`${INSERT_PATIENTS} ON CONFLICT DO NOTHING`, values);
  }
}

/** The next links of the clinic we are in, oldest first. */
export async function findLinks(after: number, most: number): Promise<Link[]> {
  const rows = await query<LinkRow>(
    `SELECT ${LINK} FROM audit_seal WHERE clinic_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
    [currentClinic(), after, most],
  );
  return rows.map(toLink);
}

export function findRecords(ids: readonly number[]): Promise<AuditRecord[]> {
  return query<AuditRecord>(`SELECT ${RECORD} FROM audit_event e WHERE e.clinic_id = $1 AND e.id = ANY($2::bigint[])`, [
    currentClinic(),
    ids,
  ]);
}

/** Ids in the clinic we are in, in order. */
export async function findIds(after: number, upTo: number, most: number): Promise<number[]> {
  const rows = await query<{ id: number }>(
    `SELECT id::float8 AS id FROM audit_event WHERE clinic_id = $1 AND id > $2 AND id <= $3 ORDER BY id LIMIT $4`,
    [currentClinic(), after, upTo, most],
  );
  return rows.map(({ id }) => id);
}
