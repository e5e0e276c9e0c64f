import type { MetricId } from '../../../metrics/index.js';
import { delegationNotOver } from '../../../platform/auth/consent-condition.js';
import { currentClinic, query } from '../../../platform/database/database.js';
import type { AlertState, ConcernDomain, Kind, Tier } from '../../alerts/index.js';
import type { ToldSettings } from '../decide/decide-telling.js';
import { METRIC, RIGHTS } from './hearing.repository.js';

/** A row for the patient and each caregiver of today; an earlier one that still waits is overtaken. */
export async function addTellings(alertId: string): Promise<void> {
  await query(
    `UPDATE telling SET state = 'not-told', reason = 'newer', settled_at = now() WHERE alert_id = $1 AND state = 'due'`,
    [alertId],
  );
  await query(
    `INSERT INTO telling (clinic_id, alert_id, voice, person_id)
     SELECT $1, a.id, f.voice, f.person_id FROM alert a JOIN patient p ON p.id = a.patient_id CROSS JOIN LATERAL (
       SELECT 'patient' AS voice, p.person_id
       UNION ALL SELECT 'caregiver', d.person_id FROM delegation d JOIN membership m ON m.person_id = d.person_id AND m.active
         WHERE d.patient_id = p.id AND ${delegationNotOver('d')}) f
     WHERE a.id = $2 ON CONFLICT DO NOTHING`,
    [currentClinic(), alertId],
  );
}

/** Something has become of the alert: whoever is not told yet may be now. */
export async function hurryTellings(alertId: string): Promise<void> {
  await query(`UPDATE telling SET next_at = now() WHERE alert_id = $1 AND state = 'due'`, [alertId]);
}

/** It is not over after all: whoever was to be told still is, unless something newer has taken its place. */
export async function reviveTellings(alertId: string): Promise<void> {
  await query(
    `UPDATE telling t SET state = 'due', reason = NULL, settled_at = NULL FROM alert a
     WHERE a.id = $1 AND a.state <> 'resolved' AND t.alert_id = a.id AND t.state = 'not-told' AND t.reason = 'over'
       AND NOT EXISTS (SELECT 1 FROM telling l WHERE l.alert_id = t.alert_id AND l.id > t.id AND l.voice = t.voice
         AND (l.voice = 'patient' OR l.person_id = t.person_id))`,
    [alertId],
  );
  await hurryTellings(alertId);
}

export interface DueTelling {
  readonly id: string;
  readonly alertId: string;
  readonly patientId: string;
  readonly voice: 'patient' | 'caregiver';
  /** The patient's account of today; null: none. */
  readonly personId: string | null;
  readonly since: Date;
  readonly kind: Kind;
  readonly metric: MetricId | null;
  readonly domain: ConcernDomain;
  readonly tier: Tier;
  readonly state: AlertState;
  readonly stateSince: Date;
  readonly hasWords: boolean;
  readonly hasAccount: boolean;
  readonly granted: string[] | null;
  readonly settings: ToldSettings | null;
  readonly now: Date;
}

/**
 * The telling with what it depends on, if it is its time and nobody is at its alert: whoever acts locks the alert, then its
 * tellings, and we hold a telling already. 'busy': somebody is.
 */
export async function findDueTelling(id: string): Promise<DueTelling | 'busy' | undefined> {
  const [due] = await query<{ alertId: string }>(
    `SELECT alert_id AS "alertId" FROM telling WHERE id = $1 AND state = 'due' AND next_at <= now()`,
    [id],
  );
  if (!due) return undefined;
  const free = await query('SELECT 1 FROM alert WHERE id = $1 FOR NO KEY UPDATE SKIP LOCKED', [due.alertId]);
  if (free.length === 0) return 'busy';
  const [row] = await query<DueTelling>(
    `SELECT t.id::text, a.id AS "alertId", p.id AS "patientId", t.voice, w.person_id AS "personId", t.made_at AS since, a.kind, a.domain, a.tier, a.state, a.state_since AS "stateSince", a.patient_sentence IS NOT NULL AS "hasWords", ${METRIC},
       ${RIGHTS},
       CASE WHEN s.person_id IS NULL THEN NULL ELSE json_build_object('good', s.good, 'changes', s.changes, 'devices', s.devices, 'visits', s.visits) END AS settings,
       now() AS now
     FROM telling t JOIN alert a ON a.id = t.alert_id JOIN patient p ON p.id = a.patient_id
     CROSS JOIN LATERAL (SELECT CASE t.voice WHEN 'patient' THEN p.person_id ELSE t.person_id END AS person_id) w
     LEFT JOIN membership m ON m.person_id = w.person_id LEFT JOIN told_setting s ON s.person_id = w.person_id
     WHERE t.id = $1`,
    [id],
  );
  return row;
}

/** What is said is kept as it was said: the alert's own sentence goes on with the data. */
const SAID = `sentence = CASE WHEN $3 THEN coalesce(t.sentence, a.patient_sentence) ELSE t.sentence END,
  released_at = CASE WHEN $3 THEN coalesce(t.released_at, now()) ELSE t.released_at END`;

/** @param until - null: until something becomes of the alert */
export async function waitUntil(id: string, until: Date | null, reason: string, release: boolean): Promise<void> {
  await query(
    `UPDATE telling t SET next_at = coalesce($2, 'infinity'::timestamptz), reason = $4, failing_since = NULL, ${SAID} FROM alert a WHERE t.id = $1 AND a.id = t.alert_id`,
    [id, until, release, reason],
  );
}

export async function settleTelling(
  { id, personId }: Pick<DueTelling, 'id' | 'personId'>,
  state: 'told' | 'not-told',
  reason: string,
  release: boolean,
): Promise<void> {
  await query(
    `UPDATE telling t SET state = $2, reason = $4, person_id = $5, settled_at = now(), failing_since = NULL, ${SAID} FROM alert a WHERE t.id = $1 AND a.id = t.alert_id`,
    [id, state, release, reason, personId],
  );
}

export async function putOff(id: string, seconds: number): Promise<void> {
  await query(`UPDATE telling SET next_at = clock_timestamp() + make_interval(secs => $2) WHERE id = $1`, [
    id,
    seconds,
  ]);
}

/** It is tried again; what fails for long is a fault that the auditor tells of. */
export async function noteFailure(id: string, seconds: number): Promise<void> {
  await query(
    `UPDATE telling SET next_at = clock_timestamp() + make_interval(secs => $2), failing_since = coalesce(failing_since, now())
     WHERE id = $1 AND state = 'due'`,
    [id, seconds],
  );
}
