import { query } from '../../../platform/database/database.js';
import type { Channel, Urgency } from '../decide/decide-notice.js';
import type { Words } from '../notices.repository.js';

/** A notice that one node has taken to send. */
export interface TakenNotice {
  readonly clinicId: string;
  readonly id: string;
  /** The call it is of; null: a test. */
  readonly stepId: string | null;
  readonly channel: Channel;
  readonly target: string;
  readonly urgency: Urgency;
  readonly words: Words;
  readonly madeAt: Date;
  readonly attempts: number;
  /** Of the person. */
  readonly email: string | null;
  readonly subscription: { readonly endpoint: string; readonly p256dh: string; readonly auth: string } | null;
  readonly emergencyNumber: string | null;
  readonly fallbackEmail: string | null;
  readonly webhookUrl: string | null;
  readonly fallbackWebhookUrl: string | null;
  readonly webhookSecret: string | null;
}

/** A notice whose time has come, and what decides whether it is still sent. */
export interface DueNotice {
  readonly personId: string | null;
  readonly alertId: string | null;
  readonly urgency: Urgency;
  readonly words: Words;
  /** Somebody has taken, resolved or handed on the alert since this call was made. */
  readonly isTaken: boolean;
  /** By whom it is for. */
  readonly isSnoozed: boolean;
  readonly now: Date;
}

export async function findDueNotice(id: string): Promise<DueNotice | undefined> {
  const [row] = await query<DueNotice>(
    `SELECT n.person_id AS "personId", n.alert_id AS "alertId", n.urgency, n.words, now() AS now,
       n.step_id IS NOT NULL AND coalesce(a.state IN ('acknowledged','resolved') OR (a.state = 'handed-off' AND a.state_since > n.made_at), false) AS "isTaken",
       n.step_id IS NOT NULL AND EXISTS (SELECT 1 FROM alert_person p WHERE p.alert_id = n.alert_id AND p.person_id = n.person_id
         AND p.snoozed_at IS NOT NULL AND (p.snoozed_until IS NULL OR p.snoozed_until > now())) AS "isSnoozed"
     FROM notice n LEFT JOIN alert a ON a.id = n.alert_id WHERE n.id = $1 AND n.state = 'due'`,
    [id],
  );
  return row;
}

/** Counts the attempt and keeps other nodes off for `leaseSeconds`: should we die over it, it is sent once more after that. */
export async function lease(id: string, leaseSeconds: number): Promise<TakenNotice | undefined> {
  const [row] = await query<TakenNotice>(
    `UPDATE notice n SET attempts = n.attempts + 1, reason = NULL, next_at = now() + make_interval(secs => $2)
     FROM notice o LEFT JOIN person p ON p.id = o.person_id
       LEFT JOIN push_subscription d ON d.clinic_id = o.clinic_id AND d.id::text = o.target AND d.person_id = o.person_id
       LEFT JOIN clinic_channel c ON c.clinic_id = o.clinic_id
     WHERE n.id = $1 AND o.clinic_id = n.clinic_id AND o.id = n.id
     RETURNING n.clinic_id AS "clinicId", n.id, n.step_id::text AS "stepId", n.channel, n.target, n.urgency, n.words, n.made_at AS "madeAt", n.attempts, p.email,
       CASE WHEN d.id IS NULL THEN NULL ELSE json_build_object('endpoint', d.endpoint, 'p256dh', d.p256dh, 'auth', d.auth) END AS subscription,
       c.emergency_number AS "emergencyNumber", c.fallback_email AS "fallbackEmail", c.webhook_url AS "webhookUrl",
       c.fallback_webhook_url AS "fallbackWebhookUrl", c.webhook_secret AS "webhookSecret"`,
    [id, leaseSeconds],
  );
  return row;
}

export async function settle(id: string, state: 'sent' | 'withheld' | 'dead', reason: string | null): Promise<void> {
  await query(`UPDATE notice SET state = $2, reason = $3, settled_at = now() WHERE id = $1 AND state = 'due'`, [
    id,
    state,
    reason,
  ]);
}

export async function postpone(id: string, seconds: number): Promise<void> {
  await query(`UPDATE notice SET next_at = now() + make_interval(secs => $2) WHERE id = $1 AND state = 'due'`, [
    id,
    seconds,
  ]);
}

/** Somebody sleeps. It was not tried: no attempt counts. */
export async function waitUntil(id: string, until: Date): Promise<void> {
  await query(`UPDATE notice SET next_at = $2, reason = 'quiet-hours' WHERE id = $1 AND state = 'due'`, [id, until]);
}

/** The browser has taken it back. */
export async function forgetSubscription(id: string): Promise<void> {
  await query('DELETE FROM push_subscription WHERE id = $1::uuid', [id]);
}
