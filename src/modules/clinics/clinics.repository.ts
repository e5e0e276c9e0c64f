import { randomUUID } from 'node:crypto';
import type { Role } from '../../platform/auth/caller.js';
import { delegationNotOver, delegationWaits } from '../../platform/auth/consent-condition.js';
import { currentClinic, query } from '../../platform/database/database.js';

/** Wrong passwords after which an invitation has expired. */
export const MOST_FAILED_ATTEMPTS = 5;

export type InvitedRole = Exclude<Role, 'system'>;

export interface MemberRow {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly profession: string | null;
  readonly active: boolean;
}

export interface InvitationRow {
  readonly id: string;
  readonly clinicId: string;
  readonly email: string;
  readonly name: string;
  readonly role: InvitedRole;
  readonly profession: string | null;
  readonly patientId: string | null;
  readonly expiresAt: Date;
}

export async function insertClinic(clinic: {
  id: string;
  slug: string;
  name: string;
  timeZone: string;
  demo: boolean;
}): Promise<void> {
  await query('INSERT INTO clinic (clinic_id, slug, name, time_zone, demo) VALUES ($1, $2, $3, $4, $5)', [
    clinic.id,
    clinic.slug,
    clinic.name,
    clinic.timeZone,
    clinic.demo,
  ]);
}

export function findMembers(): Promise<MemberRow[]> {
  return query<MemberRow>(
    `SELECT m.person_id AS "personId", p.name, p.email, m.role, m.profession, m.active
     FROM membership m JOIN person p ON p.id = m.person_id WHERE m.role NOT IN ('patient', 'caregiver') ORDER BY p.name`,
  );
}

/** The person with this address; the account's owner, or made now. */
export async function ensurePerson(email: string, name: string, authUserId: string): Promise<string> {
  // The account is found by its address: should it have been made anew, the person follows it.
  const [known] = await query<{ id: string }>('UPDATE person SET auth_user_id = $2 WHERE email = $1 RETURNING id', [
    email,
    authUserId,
  ]);
  if (known) return known.id;
  const [made] = await query<{ id: string }>(
    'INSERT INTO person (id, auth_user_id, name, email) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING id',
    [randomUUID(), authUserId, name, email],
  );
  if (made) return made.id;
  // Another link of theirs was accepted at the same moment, or their address is being changed to this one.
  const [theirs] = await query<{ id: string }>('SELECT id FROM person WHERE auth_user_id = $1', [authUserId]);
  if (!theirs) throw new Error('The person of an account went while it was looked for');
  return theirs.id;
}

/**
 * Makes or renews a membership; false when the person is an active member in another role. In the same role a
 * profession may be new; none given keeps the one there is.
 */
export async function upsertMembership(member: {
  personId: string;
  role: InvitedRole;
  profession: string | null;
}): Promise<boolean> {
  const rows = await query(
    `INSERT INTO membership (clinic_id, person_id, role, profession) VALUES ($1, $2, $3, $4)
     ON CONFLICT (clinic_id, person_id) DO UPDATE SET role = excluded.role, active = true,
       profession = CASE WHEN membership.role = excluded.role THEN coalesce(excluded.profession, membership.profession)
         ELSE excluded.profession END
       WHERE membership.role = excluded.role OR NOT membership.active
     RETURNING person_id`,
    [currentClinic(), member.personId, member.role, member.profession],
  );
  return rows.length === 1;
}

/** Invitations of one address come one after another: each looks at what is there, and two at once would see nothing of each other. */
export async function lockInvitedAddress(email: string): Promise<void> {
  await query('SELECT pg_advisory_xact_lock(731011, hashtext(lower($1)))', [`${currentClinic()} ${email}`]);
}

/** Has this address a link to the same that still opens it? A second one would be accepted beside it. */
export async function hasOpenInvitation(asked: {
  id: string;
  email: string;
  role: string;
  patientId: string | null;
}): Promise<boolean> {
  const rows = await query(
    `SELECT 1 FROM invitation WHERE id <> $1 AND lower(email) = lower($2) AND role = $3 AND patient_id IS NOT DISTINCT FROM $4
       AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now() AND failed_attempts < $5 LIMIT 1`,
    [asked.id, asked.email, asked.role, asked.patientId, MOST_FAILED_ATTEMPTS],
  );
  return rows.length > 0;
}

/**
 * Does another patient of this clinic come in with this address, or is asked to? Their account is then theirs alone: whoever
 * is invited at it could not accept (`linkPatient`).
 */
export async function isAddressOfAnother(asked: { email: string; patientId: string }): Promise<boolean> {
  const rows = await query(
    `SELECT 1 FROM patient other JOIN person w ON w.id = other.person_id WHERE w.email = lower($1) AND other.id <> $2
     UNION ALL
     SELECT 1 FROM invitation WHERE role = 'patient' AND email = lower($1) AND patient_id <> $2
       AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now() AND failed_attempts < $3 LIMIT 1`,
    [asked.email, asked.patientId, MOST_FAILED_ATTEMPTS],
  );
  return rows.length > 0;
}

export async function insertInvitation(invitation: {
  id: string;
  tokenHash: string;
  email: string;
  name: string;
  role: string;
  profession: string | null;
  patientId: string | null;
  createdBy: string;
  expiresAt: Date;
}): Promise<'made' | 'renewed' | null> {
  const [row] = await query<{ isNew: boolean }>(
    `INSERT INTO invitation (clinic_id, id, token_hash, email, name, role, profession, patient_id, created_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (clinic_id, id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at, failed_attempts = 0
       WHERE invitation.accepted_at IS NULL AND invitation.revoked_at IS NULL AND invitation.email = excluded.email AND invitation.role = excluded.role AND invitation.created_by = excluded.created_by
         AND invitation.patient_id IS NOT DISTINCT FROM excluded.patient_id
     RETURNING xmax = 0 AS "isNew"`,
    [
      currentClinic(),
      invitation.id,
      invitation.tokenHash,
      invitation.email,
      invitation.name,
      invitation.role,
      invitation.profession,
      invitation.patientId,
      invitation.createdBy,
      invitation.expiresAt,
    ],
  );
  return row ? (row.isNew ? 'made' : 'renewed') : null;
}

export async function findInvitation(tokenHash: string): Promise<InvitationRow | undefined> {
  const [row] = await query<InvitationRow>(
    `SELECT id, clinic_id AS "clinicId", email, name, role, profession, patient_id AS "patientId", expires_at AS "expiresAt"
     FROM invitation WHERE token_hash = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now() AND failed_attempts < $2`,
    [tokenHash, MOST_FAILED_ATTEMPTS],
  );
  return row;
}

/** Whether whoever holds this link comes too late because somebody has come in with it. */
export async function wasInvitationUsed(tokenHash: string): Promise<boolean> {
  const rows = await query('SELECT 1 FROM invitation WHERE token_hash = $1 AND accepted_at IS NOT NULL', [tokenHash]);
  return rows.length > 0;
}

/**
 * Counts an attempt as failed before its password is looked at, so that guesses of the same moment count as well; false
 * when none is left.
 */
export async function takeAttempt(id: string): Promise<boolean> {
  const rows = await query(
    'UPDATE invitation SET failed_attempts = failed_attempts + 1 WHERE id = $1 AND failed_attempts < $2 RETURNING id',
    [id, MOST_FAILED_ATTEMPTS],
  );
  return rows.length === 1;
}

/** The attempt was none of guessing. */
export async function returnAttempt(id: string): Promise<void> {
  await query('UPDATE invitation SET failed_attempts = failed_attempts - 1 WHERE id = $1 AND failed_attempts > 0', [
    id,
  ]);
}

/** Takes the invitation; false when somebody was faster. */
export async function acceptInvitation(id: string): Promise<boolean> {
  const rows = await query(
    'UPDATE invitation SET accepted_at = now() WHERE id = $1 AND accepted_at IS NULL AND revoked_at IS NULL RETURNING id',
    [id],
  );
  return rows.length === 1;
}

/**
 * Makes this person that patient; false when the patient is somebody else, or the person another patient of the clinic.
 * Call it after `upsertMembership`, whose row keeps a second link of the same person waiting until we commit.
 */
export async function linkPatient(patientId: string, personId: string): Promise<boolean> {
  const rows = await query(
    `UPDATE patient SET person_id = $2 WHERE id = $1 AND (person_id IS NULL OR person_id = $2)
       AND NOT EXISTS (SELECT 1 FROM patient other WHERE other.person_id = $2 AND other.id <> $1)
     RETURNING id`,
    [patientId, personId],
  );
  return rows.length === 1;
}

/** Who agreed that somebody may look on, or wrote it down, and how. */
export interface Agreement {
  readonly how: string;
  /** `person/<id>` */
  readonly by: string;
}

/**
 * What whoever accepts this invitation will see, and who agreed to that; null: the patient is still to be asked. The team
 * that asks once more does not undo what the patient said in the app meanwhile.
 */
export async function setGrant(
  invitationId: string,
  grant: { categories: readonly string[] | null; until: string | null; relationship: string | null },
  agreed: Agreement | null,
): Promise<void> {
  await query(
    `UPDATE invitation SET categories = $2, grant_until = $3, relationship = $4, agreed_how = $5, agreed_by = $6,
       agreed_at = CASE WHEN $5::text IS NULL THEN NULL ELSE now() END
     WHERE id = $1 AND ($5::text = 'in-app' OR agreed_how IS DISTINCT FROM 'in-app')`,
    [invitationId, grant.categories, grant.until, grant.relationship, agreed?.how ?? null, agreed?.by ?? null],
  );
}

/**
 * Whose address is this already: the patient's own account's, of somebody else who belongs to the clinic, of somebody whom
 * the patient lets look on. Null: nobody's of these.
 */
export async function findHolder(patientId: string, email: string): Promise<'patient' | 'member' | 'follower' | null> {
  const [row] = await query<{ holder: 'patient' | 'member' | 'follower' | null }>(
    `SELECT CASE
       WHEN EXISTS (SELECT FROM patient p WHERE p.id = $1 AND p.person_id = w.id) THEN 'patient'
       WHEN EXISTS (SELECT FROM membership m WHERE m.person_id = w.id AND m.active AND m.role <> 'caregiver') THEN 'member'
       WHEN EXISTS (SELECT FROM delegation d WHERE d.patient_id = $1 AND d.person_id = w.id AND d.agreed_at IS NOT NULL
         AND ${delegationNotOver('d')}) THEN 'follower' END AS holder
     FROM person w WHERE lower(w.email) = lower($2)`,
    [patientId, email],
  );
  return row?.holder ?? null;
}

/** SQL: does this patient come in here with an account of their own, and can be asked there? */
export const hasAccount = (patient: string): string =>
  `EXISTS (SELECT FROM membership own WHERE own.person_id = ${patient}.person_id AND own.active AND own.role = 'patient')`;

/** Whose account it is; null: the patient has none. */
export async function findPatientAccount(patientId: string): Promise<string | null> {
  const [row] = await query<{ id: string }>(
    `SELECT p.person_id AS id FROM patient p WHERE p.id = $1 AND ${hasAccount('p')}`,
    [patientId],
  );
  return row?.id ?? null;
}

/** Does somebody with this address wait for the patient's yes, having come? Then the patient was told of it. */
export async function isAskedAboutAddress(patientId: string, email: string): Promise<boolean> {
  const rows = await query(
    `SELECT 1 FROM delegation d JOIN person w ON w.id = d.person_id WHERE d.patient_id = $1 AND lower(w.email) = lower($2)
       AND ${delegationWaits('d')}`,
    [patientId, email],
  );
  return rows.length > 0;
}

/** Is this person a patient about whom somebody still waits for a yes, come or not? A link that wrong passwords have closed opens to nobody. */
export async function isAskedAbout(personId: string): Promise<boolean> {
  const rows = await query(
    `SELECT 1 FROM patient p WHERE p.person_id = $1 AND (
       EXISTS (SELECT FROM delegation d JOIN membership m ON m.person_id = d.person_id AND m.active
         WHERE d.patient_id = p.id AND ${delegationWaits('d')})
       OR EXISTS (SELECT FROM invitation i WHERE i.patient_id = p.id AND i.role = 'caregiver' AND i.agreed_at IS NULL
         AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now() AND i.failed_attempts < $2))`,
    [personId, MOST_FAILED_ATTEMPTS],
  );
  return rows.length > 0;
}

/**
 * As the invitation says; a grant that is live stays as it is. One that has ended, or waits for the patient's yes, is what
 * this one says, and waits if the patient has not agreed to this one.
 */
export async function grantCaregiver(invitationId: string, personId: string): Promise<void> {
  await query(
    `INSERT INTO delegation AS old (clinic_id, patient_id, person_id, categories, until, relationship, agreed_how, agreed_by, agreed_at)
     SELECT clinic_id, patient_id, $2, coalesce(categories, '{trends,visits}'), grant_until, relationship, agreed_how, agreed_by, agreed_at
     FROM invitation WHERE id = $1
     ON CONFLICT (clinic_id, patient_id, person_id) DO UPDATE SET categories = excluded.categories, until = excluded.until,
       relationship = excluded.relationship, agreed_how = excluded.agreed_how, agreed_by = excluded.agreed_by,
       agreed_at = excluded.agreed_at, granted_at = now(), ended_as = NULL, ended_by = NULL, ended_at = NULL
       WHERE old.until <= now() OR old.agreed_at IS NULL`,
    [invitationId, personId],
  );
}

export async function findClinic(clinicId: string) {
  const [row] = await query<{ id: string; slug: string; name: string; timeZone: string; demo: boolean }>(
    `SELECT clinic_id AS id, slug, name, time_zone AS "timeZone", demo FROM clinic WHERE clinic_id = $1`,
    [clinicId],
  );
  return row;
}
