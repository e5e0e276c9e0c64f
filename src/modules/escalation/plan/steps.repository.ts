import { currentClinic, query } from '../../../platform/database/database.js';
import { type Difference, type KeptStep, LAST_RESORT } from './compare-steps.js';
import type { Chain } from './chain.repository.js';
import type { Target, Tier } from './plan-steps.js';

const KEPT = `id::float8 AS id, chain::float8 AS chain, n, state, hurried, extract(epoch FROM due_at)::float8 * 1000 AS "dueAtMs"`;

/**
 * The alert, if nobody is at it. Whoever acts on an alert locks it and then its steps; whoever has taken a step already must
 * not wait for the alert, or the two would wait for each other.
 */
export async function tryAlert(alertId: string): Promise<boolean> {
  const rows = await query('SELECT 1 FROM alert WHERE id = $1 FOR UPDATE SKIP LOCKED', [alertId]);
  return rows.length === 1;
}

/** Somebody is at its alert: looked at again in a moment. */
export async function waitAMoment(stepId: number): Promise<void> {
  await query(`UPDATE escalation_step SET next_at = clock_timestamp() + interval '200 ms' WHERE id = $1`, [stepId]);
}

/** All steps of an alert, locked in the order of their making. */
export function lockSteps(alertId: string): Promise<KeptStep[]> {
  return query<KeptStep>(`SELECT ${KEPT} FROM escalation_step WHERE alert_id = $1 ORDER BY id FOR UPDATE`, [alertId]);
}

/** The same of many alerts, only to look at. */
export function findSteps(alertIds: readonly string[]): Promise<(KeptStep & { readonly alertId: string })[]> {
  return query(
    `SELECT alert_id AS "alertId", ${KEPT} FROM escalation_step WHERE alert_id = ANY($1::uuid[]) ORDER BY id`,
    [alertIds],
  );
}

const instant = (ms: number) => new Date(ms);

export async function saveDifference(
  { alertId, chain, tier }: Pick<Chain, 'alertId' | 'chain' | 'tier'>,
  { add, revive, retime, stop }: Difference,
): Promise<void> {
  if (add.length > 0)
    await query(
      `INSERT INTO escalation_step (clinic_id, alert_id, chain, tier, n, target, due_at, next_at)
       SELECT $1, $2, $3, $4, n, target, due_at, due_at FROM unnest($5::int[], $6::text[], $7::timestamptz[]) AS s(n, target, due_at)
       ON CONFLICT DO NOTHING`,
      [
        currentClinic(),
        alertId,
        chain,
        tier,
        add.map(({ n }) => n),
        add.map(({ to }) => to),
        add.map(({ dueAtMs }) => instant(dueAtMs)),
      ],
    );
  for (const { id, dueAtMs } of [...revive, ...retime])
    await query(
      `UPDATE escalation_step SET state = 'due', reason = NULL, settled_at = NULL, due_at = $2, next_at = $2 WHERE id = $1`,
      [id, instant(dueAtMs)],
    );
  if (stop.length > 0)
    await query(
      `UPDATE escalation_step s SET state = 'stopped', settled_at = now(), reason = w.reason
       FROM unnest($1::bigint[], $2::text[]) AS w(id, reason) WHERE s.id = w.id AND s.state = 'due'`,
      [stop.map(({ id }) => id), stop.map(({ reason }) => reason)],
    );
}

export interface DueStep {
  readonly id: number;
  readonly alertId: string;
  readonly chain: number;
  readonly n: number;
  readonly target: Target;
  readonly tier: Tier;
}

/** The step, if it is its time. */
export async function findDueStep(id: string): Promise<DueStep | undefined> {
  const [row] = await query<DueStep>(
    `SELECT id::float8 AS id, alert_id AS "alertId", chain::float8 AS chain, n, target, tier FROM escalation_step
     WHERE id = $1 AND state = 'due' AND next_at <= now()`,
    [id],
  );
  return row;
}

export async function settleStep(id: number, state: 'called' | 'nobody', reason: string | null): Promise<void> {
  await query('UPDATE escalation_step SET state = $2, reason = $3, settled_at = now() WHERE id = $1', [
    id,
    state,
    reason,
  ]);
}

/**
 * A call that was made reached nobody: none of its notices to people or to the fallback was sent or still may be. Undefined: one
 * was, or nobody waits for this chain any more.
 */
export async function settleUnheard(id: string): Promise<DueStep | undefined> {
  const [row] = await query<DueStep>(
    `UPDATE escalation_step s SET state = 'nobody', reason = 'not-delivered' FROM alert a
     WHERE s.id = $1 AND s.state = 'called' AND a.id = s.alert_id AND a.state IN ('open','handed-off')
       AND s.chain = (SELECT max(l.chain) FROM escalation_step l WHERE l.alert_id = s.alert_id)
       AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.step_id = s.id AND n.state IN ('due','sent') AND NOT (n.channel = 'webhook' AND n.target = 'clinic'))
     RETURNING s.id::float8 AS id, s.alert_id AS "alertId", s.chain::float8 AS chain, s.n, s.target, s.tier`,
    [id],
  );
  return row;
}

/** Brings the chain's next step forward to now. False: there is none. */
export async function hurryNext({ alertId, chain }: Pick<DueStep, 'alertId' | 'chain'>): Promise<boolean> {
  const rows = await query(
    `UPDATE escalation_step SET next_at = now(), hurried = true WHERE id = (
       SELECT id FROM escalation_step WHERE alert_id = $1 AND chain = $2 AND state = 'due' ORDER BY n LIMIT 1) RETURNING id`,
    [alertId, chain],
  );
  return rows.length === 1;
}

/** Calls the clinic's fallback, though no rule names it. Once a chain. */
export async function addLastResort({ alertId, chain, tier }: DueStep): Promise<void> {
  await query(
    `INSERT INTO escalation_step (clinic_id, alert_id, chain, tier, n, target, due_at, next_at, hurried)
     VALUES ($1, $2, $3, $4, $5, 'fallback', now(), now(), true) ON CONFLICT DO NOTHING`,
    [currentClinic(), alertId, chain, tier, LAST_RESORT],
  );
}

/** Who was called about an alert. */
export async function saveCalls(alertId: string, personIds: readonly string[]): Promise<void> {
  await query(
    `INSERT INTO escalation_call (clinic_id, alert_id, person_id) SELECT $1, $2, unnest($3::uuid[]) ON CONFLICT DO NOTHING`,
    [currentClinic(), alertId, personIds],
  );
}

/** Before a step is changed from outside its alert. */
export async function lockAlertOf(stepId: string): Promise<void> {
  await query('SELECT 1 FROM alert a JOIN escalation_step s ON s.alert_id = a.id WHERE s.id = $1 FOR UPDATE OF a', [
    stepId,
  ]);
}

/** One more attempt has failed. @returns the step once it was given up */
export async function noteFailure(id: string, mostAttempts: number): Promise<DueStep | undefined> {
  const [row] = await query<DueStep & { dead: boolean }>(
    `UPDATE escalation_step SET attempts = attempts + 1, next_at = now() + make_interval(secs => 0.5 * power(2, least(attempts, 3))),
       state = CASE WHEN attempts + 1 >= $2 THEN 'dead' ELSE 'due' END, settled_at = CASE WHEN attempts + 1 >= $2 THEN now() END,
       reason = CASE WHEN attempts + 1 >= $2 THEN 'failed' END
     WHERE id = $1 AND state = 'due'
     RETURNING id::float8 AS id, alert_id AS "alertId", chain::float8 AS chain, n, target, tier, state = 'dead' AS dead`,
    [id, mostAttempts],
  );
  return row?.dead ? row : undefined;
}
