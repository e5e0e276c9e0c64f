import { query } from '../../../platform/database/database.js';
import { MOST_FAILED_ATTEMPTS } from '../../clinics/index.js';
import type { FollowerGrant } from './followers.schema.js';

interface Shared {
  readonly name: string;
  readonly email: string;
  readonly relationship: string | null;
  readonly categories: string[];
  readonly until: Date | null;
}

/** Everybody who follows this patient or did, those who may look today first. */
export function findFollowers(patientId: string) {
  return query<Shared & { personId: string; since: Date; isActive: boolean }>(
    `SELECT d.person_id AS "personId", p.name, p.email, d.relationship, d.categories, d.until, d.granted_at AS since,
       m.active AND (d.until IS NULL OR d.until > now()) AS "isActive"
     FROM delegation d JOIN person p ON p.id = d.person_id JOIN membership m ON m.person_id = d.person_id
     WHERE d.patient_id = $1 ORDER BY "isActive" DESC, p.name, p.id`,
    [patientId],
  );
}

/** Whoever may still accept. */
export function findInvitedFollowers(patientId: string) {
  return query<Shared & { invitationId: string; expiresAt: Date }>(
    `SELECT id AS "invitationId", name, email, relationship, coalesce(categories, '{trends,visits}') AS categories, grant_until AS until,
       expires_at AS "expiresAt"
     FROM invitation WHERE patient_id = $1 AND role = 'caregiver' AND accepted_at IS NULL AND revoked_at IS NULL
       AND expires_at > now() AND failed_attempts < $2 ORDER BY name, id`,
    [patientId, MOST_FAILED_ATTEMPTS],
  );
}

/** Is this the address with which the patient signs in? */
export async function isOwnAddress(patientId: string, email: string): Promise<boolean> {
  const rows = await query(
    'SELECT 1 FROM patient p JOIN person w ON w.id = p.person_id WHERE p.id = $1 AND lower(w.email) = lower($2)',
    [patientId, email],
  );
  return rows.length > 0;
}

/** False when there is no such invitation of this patient, or somebody has accepted it or taken it back. */
export async function takeBackInvitation(patientId: string, invitationId: string): Promise<boolean> {
  const rows = await query(
    `UPDATE invitation SET revoked_at = now() WHERE id = $2 AND patient_id = $1 AND role = 'caregiver' AND accepted_at IS NULL
       AND revoked_at IS NULL RETURNING id`,
    [patientId, invitationId],
  );
  return rows.length === 1;
}

/** False when this person does not follow the patient. A grant that has ended may begin again. */
export async function updateGrant(patientId: string, personId: string, grant: FollowerGrant): Promise<boolean> {
  const rows = await query(
    'UPDATE delegation SET categories = $3, until = $4 WHERE patient_id = $1 AND person_id = $2 RETURNING person_id',
    [patientId, personId, grant.categories, grant.until],
  );
  return rows.length === 1;
}

/** Links to the same person that nobody has opened yet would begin it again: they go with it. */
export async function endGrant(patientId: string, personId: string): Promise<boolean> {
  const rows = await query(
    `UPDATE delegation SET until = now() WHERE patient_id = $1 AND person_id = $2 AND (until IS NULL OR until > now()) RETURNING person_id`,
    [patientId, personId],
  );
  await query(
    `UPDATE invitation SET revoked_at = now() WHERE patient_id = $1 AND role = 'caregiver' AND accepted_at IS NULL AND revoked_at IS NULL
       AND email = (SELECT email FROM person WHERE id = $2)`,
    [patientId, personId],
  );
  return rows.length === 1;
}
