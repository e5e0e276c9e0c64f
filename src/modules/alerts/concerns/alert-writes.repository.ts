import { randomUUID } from 'node:crypto';
import { currentClinic, query } from '../../../platform/database/database.js';
import { dueAfterHours, findOpenHours } from '../../clinics/index.js';
import type { EffectiveRule } from '../rules/effective-rule.js';
import type { Concern } from './concern.js';
import { concernKeyOf } from './kinds.js';

const HOUR_MS = 3_600_000;

/** How soon, and until when, by the rule. Only what interrupts is due while the doors are closed. */
async function findClock({ settings }: EffectiveRule, severity: Concern['severity'], now: Date) {
  const { tier, dueWithinHours } = settings.levels[severity - 1]!;
  if (dueWithinHours === null) return { tier, dueAt: null };
  const fromMs = now.getTime();
  const dueMs =
    tier === 'now' ? fromMs + dueWithinHours * HOUR_MS : dueAfterHours(await findOpenHours(), fromMs, dueWithinHours);
  return { tier, dueAt: new Date(dueMs) };
}

export async function insertAlert(concern: Concern, rule: EffectiveRule, now: Date): Promise<string> {
  const id = randomUUID();
  const { tier, dueAt } = await findClock(rule, concern.severity, now);
  await query(
    `INSERT INTO alert (clinic_id, id, patient_id, producer, concern_key, kind, domain, key, severity, state, since, confidence, sentence,
       patient_sentence, evidence, tier, due_at, discipline, rule_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      currentClinic(),
      id,
      concern.patientId,
      concern.producer,
      concernKeyOf(concern),
      concern.kind,
      concern.domain,
      concern.key,
      concern.severity,
      ...contentOf(concern),
      tier,
      dueAt,
      rule.settings.discipline,
      rule.id,
    ],
  );
  return id;
}

/** Severity never falls while it lasts. `isNews`: somebody who has it on screen should look again before acting. */
export async function extendAlert(alertId: string, concern: Concern, isNews: boolean): Promise<void> {
  await query(
    `UPDATE alert SET since = $2, confidence = $3, sentence = $4, patient_sentence = $5, evidence = $6, kind = $7,
       version = version + CASE WHEN $8 THEN 1 ELSE 0 END, updated_at = now() WHERE id = $1`,
    [alertId, ...contentOf(concern), concern.kind, isNews],
  );
}

/** Nobody has taken it: new, or with a discipline. */
const UNTAKEN = `(state = 'open' OR (state = 'handed-off' AND owner_id IS NULL))`;

/**
 * A worse concern is open again, whoever had taken it; the owner stays named. What a discipline was handed stays on its list.
 * What nobody had taken yet is due no later than it was; what somebody had, is due as something new is.
 */
export async function worsenAlert(alertId: string, concern: Concern, rule: EffectiveRule, now: Date): Promise<void> {
  const { tier, dueAt } = await findClock(rule, concern.severity, now);
  await query(
    `UPDATE alert SET since = $2, confidence = $3, sentence = $4, patient_sentence = $5, evidence = $6, kind = $7, severity = $8, tier = $9,
       due_at = CASE WHEN ${UNTAKEN} THEN least(due_at, $10) ELSE $10 END, rule_id = $11, state = CASE WHEN ${UNTAKEN} THEN state ELSE 'open' END,
       state_since = CASE WHEN ${UNTAKEN} THEN state_since ELSE now() END, version = version + 1, updated_at = now() WHERE id = $1`,
    [alertId, ...contentOf(concern), concern.kind, concern.severity, tier, dueAt, rule.id],
  );
}

const contentOf = (concern: Concern) => [
  concern.since,
  concern.confidence,
  JSON.stringify(concern.sentence),
  concern.patientSentence && JSON.stringify(concern.patientSentence),
  JSON.stringify(concern.evidence),
];

/** It is not reported any more: it counts as gone at `clearsAt`, unless it comes back before. */
export async function awaitClearing(alertId: string, absentSince: Date, clearsAt: Date): Promise<void> {
  await query('UPDATE alert SET absent_since = $2, clears_at = $3 WHERE id = $1', [alertId, absentSince, clearsAt]);
}

export async function endWaiting(alertId: string): Promise<void> {
  await query('UPDATE alert SET absent_since = NULL, clears_at = NULL WHERE id = $1', [alertId]);
}

export async function clearAlert(alertId: string): Promise<void> {
  await query(
    `UPDATE alert SET state = 'resolved', state_since = now(), outcome = 'cleared', cleared = true, resolved_at = now(), clears_at = NULL,
       version = version + 1, updated_at = now() WHERE id = $1`,
    [alertId],
  );
}

/** Its concern is gone, also should somebody take the resolution back. */
export async function markCleared(alertId: string): Promise<void> {
  await query(
    'UPDATE alert SET cleared = true, clears_at = NULL, absent_since = coalesce(absent_since, now()) WHERE id = $1',
    [alertId],
  );
}
