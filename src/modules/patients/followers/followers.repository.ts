import { query } from '../../../platform/database/database.js';
import { type AgreedHow, MOST_FAILED_ATTEMPTS } from '../../clinics/index.js';
import type { FollowerGrant } from './followers.schema.js';

export interface Shared {
  readonly name: string;
  readonly email: string;
  readonly relationship: string | null;
  readonly categories: string[];
  readonly until: Date | null;
  readonly waits: boolean;
  readonly agreedHow: AgreedHow | null;
  readonly agreedAt: Date | null;
  /** The name of whoever wrote it down; null: nobody of today's. */
  readonly agreedBy: string | null;
}

/** SQL: how the patient agreed to a grant or an invitation. */
const AGREED = (t: string) => `${t}.agreed_how AS "agreedHow", ${t}.agreed_at AS "agreedAt",
  (SELECT w.name FROM person w WHERE w.id = substring(${t}.agreed_by from '^person/(.*)')::uuid) AS "agreedBy"`;
const IS_OPEN = 'accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()';
const NOT_OVER = '(d.until IS NULL OR d.until > now())';
/** SQL: the patient, whose name is $5, agrees in the app. */
const AGREES = `agreed_how = 'in-app', agreed_by = $5, agreed_at = now()`;

/** Everybody who follows this patient or did: first those about whom the patient is asked, then those who may look today. */
export function findFollowers(patientId: string) {
  return query<Shared & { personId: string; since: Date; isActive: boolean }>(
    `SELECT d.person_id AS "personId", p.name, p.email, d.relationship, d.categories, d.until, d.granted_at AS since,
       m.active AND d.agreed_at IS NOT NULL AND ${NOT_OVER} AS "isActive",
       m.active AND d.agreed_at IS NULL AND ${NOT_OVER} AS waits, ${AGREED('d')}
     FROM delegation d JOIN person p ON p.id = d.person_id JOIN membership m ON m.person_id = d.person_id
     WHERE d.patient_id = $1 ORDER BY waits DESC, "isActive" DESC, p.name, p.id`,
    [patientId],
  );
}

/** Whoever may still accept. */
export function findInvitedFollowers(patientId: string) {
  return query<Shared & { invitationId: string; expiresAt: Date }>(
    `SELECT id AS "invitationId", name, email, relationship, coalesce(categories, '{trends,visits}') AS categories, grant_until AS until,
       expires_at AS "expiresAt", agreed_at IS NULL AS waits, ${AGREED('invitation')}
     FROM invitation WHERE patient_id = $1 AND role = 'caregiver' AND ${IS_OPEN} AND failed_attempts < $2 ORDER BY waits DESC, name, id`,
    [patientId, MOST_FAILED_ATTEMPTS],
  );
}

/** Who has accepted this invitation and still waits for the patient's yes; undefined: nobody. */
export async function findWhoWaits(patientId: string, invitationId: string): Promise<string | undefined> {
  const [row] = await query<{ id: string }>(
    `SELECT d.person_id AS id FROM invitation i JOIN person w ON lower(w.email) = lower(i.email)
     JOIN delegation d ON d.patient_id = i.patient_id AND d.person_id = w.id
     WHERE i.id = $2 AND i.patient_id = $1 AND i.role = 'caregiver' AND i.accepted_at IS NOT NULL AND d.agreed_at IS NULL AND ${NOT_OVER}`,
    [patientId, invitationId],
  );
  return row?.id;
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

/**
 * What the patient lets this person see from now on, which is their yes to it. False when this person does not follow the
 * patient. A grant that has ended may begin again.
 */
export async function updateGrant(asked: {
  patientId: string;
  personId: string;
  grant: FollowerGrant;
  by: string;
}): Promise<boolean> {
  const { patientId, personId, grant, by } = asked;
  const rows = await query(
    `UPDATE delegation SET categories = $3, until = $4, ${AGREES} WHERE patient_id = $1 AND person_id = $2 RETURNING person_id`,
    [patientId, personId, grant.categories, grant.until, by],
  );
  return rows.length === 1;
}

/** The patient's yes to a grant, said once or again; false when there is none, or it has ended meanwhile. */
export async function allowGrant(asked: Parameters<typeof updateGrant>[0]): Promise<boolean> {
  const { patientId, personId, grant, by } = asked;
  const rows = await query(
    `UPDATE delegation d SET categories = $3, until = $4, ${AGREES} WHERE patient_id = $1 AND person_id = $2 AND ${NOT_OVER}
     RETURNING person_id`,
    [patientId, personId, grant.categories, grant.until, by],
  );
  return rows.length === 1;
}

/**
 * The patient's yes to somebody whom the team has invited; false when they have accepted meanwhile, or the link is taken
 * back or good for nothing: a yes that stands in no list could not be taken back.
 */
export async function allowInvitation(asked: {
  patientId: string;
  invitationId: string;
  grant: FollowerGrant;
  by: string;
}): Promise<boolean> {
  const { patientId, invitationId, grant, by } = asked;
  const rows = await query(
    `UPDATE invitation SET categories = $3, grant_until = $4, ${AGREES} WHERE patient_id = $1 AND id = $2 AND role = 'caregiver'
       AND ${IS_OPEN} AND failed_attempts < $6 RETURNING id`,
    [patientId, invitationId, grant.categories, grant.until, by, MOST_FAILED_ATTEMPTS],
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
