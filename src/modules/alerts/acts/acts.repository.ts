import { query } from '../../../platform/database/database.js';
import type { AlertState } from '../lifecycle/alert-lifecycle.js';
import type { Before } from '../lifecycle/alert-events.repository.js';
import type { ConcernDomain } from '../concerns/concern.js';
import type { Kind } from '../concerns/kinds.js';
import type { Tier } from '../rules/alert-rule.schema.js';
import type { Outcome } from '../lifecycle/judge-outcome.js';

export interface LockedAlert {
  readonly id: string;
  readonly patientId: string | null;
  readonly kind: Kind;
  readonly domain: ConcernDomain;
  readonly tier: Tier;
  readonly state: AlertState;
  readonly cleared: boolean;
  readonly version: number;
  readonly ownerId: string | null;
  readonly discipline: string | null;
  readonly stateSince: Date;
  readonly clinicZone: string;
}

/** The alerts as they are, locked in the order of their ids until the transaction ends. */
export function lockAlerts(ids: readonly string[]): Promise<LockedAlert[]> {
  return query<LockedAlert>(
    `SELECT a.id, a.patient_id AS "patientId", a.kind, a.domain, a.tier, a.state, a.cleared, a.version, a.owner_id AS "ownerId", a.discipline,
       a.state_since AS "stateSince", c.time_zone AS "clinicZone"
     FROM alert a JOIN clinic c ON c.clinic_id = a.clinic_id WHERE a.id = ANY($1::uuid[]) ORDER BY a.id FOR UPDATE OF a`,
    [ids],
  );
}

/** Of those that are there, whom each is about; null: the clinic. */
export async function findPatientsOf(alertIds: readonly string[]): Promise<Map<string, string | null>> {
  const rows = await query<{ id: string; patientId: string | null }>(
    'SELECT id, patient_id AS "patientId" FROM alert WHERE id = ANY($1::uuid[])',
    [alertIds],
  );
  return new Map(rows.map(({ id, patientId }) => [id, patientId]));
}

export async function findPatientOf(alertId: string): Promise<{ patientId: string | null } | undefined> {
  const [row] = await query<{ patientId: string | null }>('SELECT patient_id AS "patientId" FROM alert WHERE id = $1', [
    alertId,
  ]);
  return row;
}

export async function saveOwner(alertId: string, ownerId: string | null): Promise<void> {
  await query(
    `UPDATE alert SET state = 'acknowledged', state_since = now(), owner_id = $2, version = version + 1, updated_at = now() WHERE id = $1`,
    [alertId, ownerId],
  );
}

/** Which of these persons are of this discipline? */
export async function findPractising(discipline: string, personIds: readonly string[]): Promise<string[]> {
  const rows = await query<{ id: string }>(
    'SELECT person_id AS id FROM membership WHERE profession = $1 AND active AND person_id = ANY($2::uuid[]) ORDER BY person_id',
    [discipline, personIds],
  );
  return rows.map(({ id }) => id);
}

/** To a person, or to a discipline: then it is nobody's yet. */
export async function saveHandOff(alertId: string, personId: string | null, discipline: string | null): Promise<void> {
  await query(
    `UPDATE alert SET state = 'handed-off', state_since = now(), owner_id = $2, discipline = coalesce($3, discipline), version = version + 1,
       updated_at = now() WHERE id = $1`,
    [alertId, personId, discipline],
  );
}

export async function saveOutcome(alertId: string, outcome: Outcome): Promise<void> {
  await query(
    `UPDATE alert SET state = 'resolved', state_since = now(), outcome = $2, resolved_at = now(), version = version + 1, updated_at = now() WHERE id = $1`,
    [alertId, outcome],
  );
}

/**
 * Puts an alert back to how it stood. Has its concern gone meanwhile, the clock looks at it again, because nobody else will;
 * not at a red flag, which only a person ends.
 */
export async function restore(alertId: string, before: Before): Promise<void> {
  await query(
    `UPDATE alert SET state = $2, state_since = $3, owner_id = $4, discipline = $5, outcome = NULL, resolved_at = NULL, cleared = false,
       absent_since = CASE kind WHEN 'red-flag' THEN NULL ELSE absent_since END,
       clears_at = CASE WHEN kind = 'red-flag' OR absent_since IS NULL THEN NULL ELSE coalesce(clears_at, now()) END, version = version + 1, updated_at = now() WHERE id = $1`,
    [alertId, before.state, before.stateSince, before.ownerId, before.discipline],
  );
}

/** A note changes nothing for whoever is about to act. */
export async function touch(alertId: string): Promise<void> {
  await query('UPDATE alert SET updated_at = now() WHERE id = $1', [alertId]);
}

/** Has the concern of this alert another one that is open, or that was raised since? */
export async function isRaisedAgain(alertId: string): Promise<boolean> {
  const rows = await query(
    `SELECT 1 FROM alert a JOIN alert o ON o.patient_id IS NOT DISTINCT FROM a.patient_id AND o.concern_key = a.concern_key
       AND o.id <> a.id AND (o.state <> 'resolved' OR o.raised_at > a.raised_at) WHERE a.id = $1 LIMIT 1`,
    [alertId],
  );
  return rows.length > 0;
}
