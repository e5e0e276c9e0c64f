import { consentGiven } from '../../platform/auth/consent-condition.js';
import { currentClinic, query } from '../../platform/database/database.js';

export interface TransferRow {
  readonly id: string;
  readonly clinicId: string;
  readonly patientId: string;
  readonly expiresAt: Date;
  readonly isExpired: boolean;
  readonly revokedAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly acceptedClinicId: string | null;
  readonly newPatientId: string | null;
  readonly finishedAt: Date | null;
}

const COLUMNS = `t.id, t.clinic_id AS "clinicId", t.patient_id AS "patientId", t.expires_at AS "expiresAt", t.expires_at <= now() AS "isExpired",
  t.revoked_at AS "revokedAt", t.accepted_at AS "acceptedAt", t.accepted_clinic_id AS "acceptedClinicId",
  t.new_patient_id AS "newPatientId", t.finished_at AS "finishedAt"`;

/** False when the id is taken already: a code is shown once, and cannot be shown again. */
export async function insertTransfer(transfer: {
  id: string;
  patientId: string;
  toName: string;
  agreedOn: string;
  codeHash: string;
  by: string;
  expiresAt: Date;
}): Promise<boolean> {
  const rows = await query(
    `INSERT INTO patient_transfer (clinic_id, id, patient_id, code_hash, to_name, agreed_on, created_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
    [
      currentClinic(),
      transfer.id,
      transfer.patientId,
      transfer.codeHash,
      transfer.toName,
      transfer.agreedOn,
      transfer.by,
      transfer.expiresAt,
    ],
  );
  return rows.length === 1;
}

/** One clinic's offers, the newest first. */
export interface ListedTransfer extends TransferRow {
  readonly patientName: string;
  readonly toName: string;
  readonly createdAt: Date;
  readonly createdBy: string;
}

export function findTransfers(): Promise<ListedTransfer[]> {
  return query<ListedTransfer>(
    `SELECT ${COLUMNS}, p.given_name || ' ' || p.family_name AS "patientName", t.to_name AS "toName", t.created_at AS "createdAt", c.name AS "createdBy"
     FROM patient_transfer t JOIN patient p ON p.id = t.patient_id JOIN person c ON c.id = t.created_by
     ORDER BY t.created_at DESC, t.id LIMIT 200`,
  );
}

/** As long as not everything has arrived: what has not left yet stays. */
export async function revokeTransfer(id: string): Promise<boolean> {
  const rows = await query(
    'UPDATE patient_transfer SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL AND finished_at IS NULL RETURNING id',
    [id],
  );
  return rows.length === 1;
}

/** Of any of these patients. A merge does this: the patient agreed to hand over one record, not what two have become. */
export async function revokeOpenTransfers(patientIds: readonly string[]): Promise<void> {
  await query(
    'UPDATE patient_transfer SET revoked_at = now() WHERE patient_id = ANY($1::uuid[]) AND revoked_at IS NULL AND finished_at IS NULL',
    [patientIds],
  );
}

/** By its code; run as its holder. */
export async function findByCode(codeHash: string): Promise<TransferRow | undefined> {
  const [row] = await query<TransferRow>(`SELECT ${COLUMNS} FROM patient_transfer t WHERE t.code_hash = $1`, [
    codeHash,
  ]);
  return row;
}

/**
 * In the sending clinic: this clinic takes the patient, and has at least two days to finish. False when another one was
 * faster, or the offer is over.
 */
export async function claimTransfer(id: string, clinicId: string, newPatientId: string): Promise<boolean> {
  const rows = await query(
    `UPDATE patient_transfer SET accepted_at = coalesce(accepted_at, now()), accepted_clinic_id = $2, new_patient_id = $3,
       expires_at = CASE WHEN accepted_at IS NULL THEN greatest(expires_at, now() + interval '2 days') ELSE expires_at END
     WHERE id = $1 AND revoked_at IS NULL AND finished_at IS NULL AND expires_at > now()
       AND (accepted_at IS NULL OR (accepted_clinic_id = $2 AND new_patient_id = $3)) RETURNING id`,
    [id, clinicId, newPatientId],
  );
  return rows.length === 1;
}

/** In the sending clinic: may the next page still leave? */
export async function isUnderway(id: string): Promise<boolean> {
  const rows = await query(
    'SELECT 1 FROM patient_transfer WHERE id = $1 AND revoked_at IS NULL AND expires_at > now()',
    [id],
  );
  return rows.length === 1;
}

/** In the sending clinic: everything has arrived. False when it was revoked meanwhile. */
export async function finishTransfer(id: string, patientId: string): Promise<boolean> {
  const rows = await query(
    'UPDATE patient_transfer SET finished_at = coalesce(finished_at, now()) WHERE id = $1 AND revoked_at IS NULL RETURNING id',
    [id],
  );
  if (rows.length === 0) return false;
  await query('UPDATE patient SET transferred_at = coalesce(transferred_at, now()) WHERE id = $1', [patientId]);
  return true;
}

/**
 * Current documents of a patient but the Patient itself; drafts are nobody's yet, and stay. So do protected ones, unless
 * the patient agrees now that more than their writers read them.
 */
const DOCUMENTS = `FROM record r WHERE r.patient_id = $1 AND r.current AND r.type <> 'Patient'
  AND coalesce(r.body::json ->> 'docStatus', '') <> 'preliminary'
  AND (cardinality(r.sensitivity) = 0 OR ${consentGiven('r.patient_id', 'sensitive-notes')})`;

export function findDocuments(patientId: string) {
  return query<{ type: string; id: string; body: string }>(
    `SELECT r.type, r.id, r.body ${DOCUMENTS} ORDER BY r.type, r.id`,
    [patientId],
  );
}

export async function countDocuments(patientId: string): Promise<number> {
  const [row] = await query<{ count: number }>(`SELECT count(*)::int AS count ${DOCUMENTS}`, [patientId]);
  return row?.count ?? 0;
}
