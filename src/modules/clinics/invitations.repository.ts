import { query } from '../../platform/database/database.js';
import { type InvitationRow, MOST_FAILED_ATTEMPTS } from './clinics.repository.js';
import type { Ender } from './invited-follower.js';

export interface PendingInvitation extends Omit<InvitationRow, 'clinicId'> {
  readonly createdAt: Date;
  readonly open: boolean;
  /** The patient invited them to look on. */
  readonly byPatient: boolean;
}

const PENDING = `SELECT id, email, name, role, profession, patient_id AS "patientId", created_at AS "createdAt", expires_at AS "expiresAt",
    expires_at > now() AND failed_attempts < ${MOST_FAILED_ATTEMPTS} AS open,
    EXISTS (SELECT 1 FROM patient p WHERE p.id = invitation.patient_id AND 'person/' || p.person_id = invitation.created_by) AS "byPatient"
  FROM invitation WHERE accepted_at IS NULL AND revoked_at IS NULL`;

/** Neither accepted nor taken back; those that ran out too, for a month. */
export function findPendingInvitations(): Promise<PendingInvitation[]> {
  return query<PendingInvitation>(
    `${PENDING} AND expires_at > now() - interval '30 days' ORDER BY created_at DESC, id LIMIT 500`,
  );
}

export async function findPendingInvitation(id: string): Promise<PendingInvitation | undefined> {
  const [row] = await query<PendingInvitation>(`${PENDING} AND id = $1`, [id]);
  return row;
}

/** A new link takes the place of the old one. */
export async function renewInvitation(id: string, tokenHash: string, expiresAt: Date): Promise<boolean> {
  const rows = await query(
    `UPDATE invitation SET token_hash = $2, expires_at = $3, failed_attempts = 0
     WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL RETURNING id`,
    [id, tokenHash, expiresAt],
  );
  return rows.length === 1;
}

export async function revokeInvitation(id: string, ender: Ender): Promise<boolean> {
  const rows = await query(
    `UPDATE invitation SET revoked_at = now(), revoked_as = $2, revoked_by = $3
     WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL RETURNING id`,
    [id, ender.as, ender.by],
  );
  return rows.length === 1;
}
