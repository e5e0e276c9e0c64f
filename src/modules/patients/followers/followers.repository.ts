import { delegationNotOver, delegationWaits } from '../../../platform/auth/consent-condition.js';
import { query } from '../../../platform/database/database.js';
import { type AgreedHow, type Ender, MOST_FAILED_ATTEMPTS } from '../../clinics/index.js';
import type { EndingAct } from './ending.js';
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

/** SQL: the name of whoever `person/<id>` is. */
const nameOf = (actor: string) =>
  `(SELECT w.name FROM person w WHERE w.id = substring(${actor} from '^person/([0-9a-f-]{36})')::uuid)`;
/** SQL: how the patient agreed to a grant or an invitation. */
const AGREED = (t: string) =>
  `${t}.agreed_how AS "agreedHow", ${t}.agreed_at AS "agreedAt", ${nameOf(`${t}.agreed_by`)} AS "agreedBy"`;
const IS_OPEN = 'accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()';
const NOT_OVER = delegationNotOver('d');
/** SQL: the patient, whose name is $5, agrees in the app. */
const AGREES = `agreed_how = 'in-app', agreed_by = $5, agreed_at = now()`;
/** SQL: it goes on, whoever had ended it. */
const GOES_ON = 'ended_as = NULL, ended_by = NULL, ended_at = NULL';
/** So long the list says of an invitation that it was taken back, and that the patient said no. */
const TAKEN_BACK_DAYS = 30;
const REFUSED_DAYS = 365;

/** Everybody who follows this patient or did: first those about whom the patient is asked, then those who may look today. */
export function findFollowers(patientId: string) {
  return query<
    Shared & EndingAct & { personId: string; since: Date; isActive: boolean; isOver: boolean; isMember: boolean }
  >(
    `SELECT d.person_id AS "personId", p.name, p.email, d.relationship, d.categories, d.until, d.granted_at AS since,
       m.active AND d.agreed_at IS NOT NULL AND ${NOT_OVER} AS "isActive",
       m.active AND ${delegationWaits('d')} AS waits, ${AGREED('d')},
       NOT ${NOT_OVER} AS "isOver", m.active AS "isMember", d.ended_as AS "endedAs", ${nameOf('d.ended_by')} AS "endedBy", d.ended_at AS "endedAt"
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

/**
 * Whom somebody has invited, and who did not come because it was taken back, or the patient said no; of each address the
 * last one, and not where they were invited again or came.
 *
 * @param byThemselves - also whom the patient has invited and taken back
 */
export function findTakenBack(patientId: string, byThemselves: boolean) {
  const isShown = (i: string) =>
    `($4 OR ${i}.revoked_as IS DISTINCT FROM 'patient' OR ${i}.created_by <> ${i}.revoked_by)`;
  return query<Omit<Shared, 'waits' | 'email'> & EndingAct & { invitationId: string }>(
    `SELECT i.id AS "invitationId", i.name, i.relationship, coalesce(i.categories, '{trends,visits}') AS categories,
       i.grant_until AS until, ${AGREED('i')}, i.revoked_as AS "endedAs", ${nameOf('i.revoked_by')} AS "endedBy", i.revoked_at AS "endedAt"
     FROM invitation i WHERE i.patient_id = $1 AND i.role = 'caregiver' AND i.accepted_at IS NULL AND i.revoked_at IS NOT NULL
       AND i.revoked_at > now() - make_interval(days => CASE WHEN i.revoked_as = 'patient' AND i.agreed_at IS NULL THEN $3::int ELSE $2::int END)
       AND ${isShown('i')}
       AND NOT EXISTS (SELECT 1 FROM delegation d JOIN person w ON w.id = d.person_id WHERE d.patient_id = $1 AND lower(w.email) = lower(i.email))
       AND NOT EXISTS (SELECT 1 FROM invitation later WHERE later.patient_id = $1 AND later.role = 'caregiver' AND lower(later.email) = lower(i.email)
         AND (later.created_at, later.id) > (i.created_at, i.id)
         AND ${isShown('later')} AND (later.revoked_at IS NOT NULL OR later.accepted_at IS NOT NULL OR later.expires_at > now()))
     ORDER BY i.revoked_at DESC, i.id`,
    [patientId, TAKEN_BACK_DAYS, REFUSED_DAYS, byThemselves],
  );
}

/** Who has accepted this invitation and still waits for the patient's yes; undefined: nobody. */
export async function findWhoWaits(patientId: string, invitationId: string): Promise<string | undefined> {
  const [row] = await query<{ id: string }>(
    `SELECT d.person_id AS id FROM invitation i JOIN person w ON lower(w.email) = lower(i.email)
     JOIN delegation d ON d.patient_id = i.patient_id AND d.person_id = w.id
     WHERE i.id = $2 AND i.patient_id = $1 AND i.role = 'caregiver' AND i.accepted_at IS NOT NULL AND ${delegationWaits('d')}`,
    [patientId, invitationId],
  );
  return row?.id;
}

/** False when there is no such invitation of this patient, or somebody has accepted it or taken it back. */
export async function takeBackInvitation(patientId: string, invitationId: string, ender: Ender): Promise<boolean> {
  const rows = await query(
    `UPDATE invitation SET revoked_at = now(), revoked_as = $3, revoked_by = $4
     WHERE id = $2 AND patient_id = $1 AND role = 'caregiver' AND accepted_at IS NULL AND revoked_at IS NULL RETURNING id`,
    [patientId, invitationId, ender.as, ender.by],
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
    `UPDATE delegation SET categories = $3, until = $4, ${AGREES}, ${GOES_ON} WHERE patient_id = $1 AND person_id = $2 RETURNING person_id`,
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
export async function endGrant(patientId: string, personId: string, ender: Ender): Promise<boolean> {
  const rows = await query(
    `UPDATE delegation SET until = now(), ended_as = $3, ended_by = $4, ended_at = now()
     WHERE patient_id = $1 AND person_id = $2 AND ${delegationNotOver('delegation')} RETURNING person_id`,
    [patientId, personId, ender.as, ender.by],
  );
  await query(
    `UPDATE invitation SET revoked_at = now(), revoked_as = $3, revoked_by = $4
     WHERE patient_id = $1 AND role = 'caregiver' AND accepted_at IS NULL AND revoked_at IS NULL
       AND email = (SELECT email FROM person WHERE id = $2)`,
    [patientId, personId, ender.as, ender.by],
  );
  return rows.length === 1;
}
