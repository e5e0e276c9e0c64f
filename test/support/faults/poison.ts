import { setTimeout as sleep } from 'node:timers/promises';
import type { chainOf } from '../../../src/modules/escalation/escalation.testkit.js';
import { aFall, report } from '../alerts.js';
import type { TestApp } from '../app.js';
import { until } from '../until.js';

export interface Poison {
  readonly app: TestApp;
  readonly clinicId: string;
  readonly chain: ReturnType<typeof chainOf>;
  /** The good ones are about these in turn. */
  readonly patientIds: readonly string[];
  readonly good: number;
  readonly poisoned: number;
  /** A good call falls due each so often. */
  readonly everyMs: number;
  /** The tries of what is poisoned follow at once, and we make the turns: not as it is, but quick. */
  readonly hurried?: boolean;
}

export interface PoisonPlayed {
  readonly good: number;
  readonly poisoned: number;
  /** Good ones that were not called. */
  readonly notCalled: number;
  /** Poisoned ones that were not given up after eight tries, or whose next step was not called then. */
  readonly notGivenUp: number;
  /** From the deadline of a good call until it was made. */
  readonly lateMs: readonly number[];
}

const TRIES = 8;

/**
 * F22: among good calls that fall due one after the other are some whose row nobody can read. Those are always first in
 * the queue: they have waited longest, and what they are about interrupts.
 */
export async function playPoison(setting: Poison): Promise<PoisonPlayed> {
  const { app, chain, hurried, poisoned } = setting;
  const badIds: string[] = [];
  for (let n = 0; n < poisoned; n++) badIds.push(await raisePoisoned(setting, n));
  const goodIds = await raiseGood(setting);
  const wait = async () => {
    if (!hurried) return sleep(200);
    await app.database.asOwner(
      `UPDATE escalation_step SET next_at = now() WHERE alert_id = ANY($1::uuid[]) AND state = 'due' AND n = 1`,
      [badIds],
    );
    return chain.tick();
  };
  const look = () =>
    app.database.asOwner<{ id: string; n: number; state: string; attempts: number; late: number }>(
      `SELECT alert_id AS id, n, state, attempts, (extract(epoch FROM settled_at - due_at) * 1000)::float8 AS late
       FROM escalation_step WHERE alert_id = ANY($1::uuid[]) AND n <= 2`,
      [[...goodIds, ...badIds]],
    );
  const judge = async () => {
    const rows = await look();
    const of = (ids: readonly string[], n: number) => rows.filter((row) => row.n === n && ids.includes(row.id));
    const isGivenUp = (id: string) =>
      of([id], 1).some(({ state, attempts }) => state === 'dead' && attempts === TRIES) &&
      of([id], 2).some(({ state }) => state === 'called');
    const called = of(goodIds, 1).filter(({ state }) => state === 'called');
    return {
      notCalled: goodIds.length - called.length,
      notGivenUp: badIds.filter((id) => !isGivenUp(id)).length,
      lateMs: called.map(({ late }) => Math.max(0, late)),
    };
  };
  let last = await judge();
  await until(
    'all is called or given up',
    async () => {
      await wait();
      last = await judge();
      return last.notCalled + last.notGivenUp === 0;
    },
    setting.good * setting.everyMs + 120_000,
  ).catch(() => undefined);
  return { good: goodIds.length, poisoned, ...last };
}

async function raisePoisoned({ app, chain }: Poison, n: number): Promise<string> {
  const id = await chain.raise('red-flag', { key: `poison-${n}` });
  await app.database.asOwner(
    `UPDATE escalation_step SET target = 'nonsense', next_at = now() - interval '1 hour' WHERE alert_id = $1 AND n = 1`,
    [id],
  );
  return id;
}

/** @returns their ids, in the order in which they fall due */
async function raiseGood({ app, clinicId, patientIds, good, everyMs }: Poison): Promise<string[]> {
  const mark = `good-${Date.now()}-`;
  for (const [i, patientId] of patientIds.entries()) {
    const mine = Array.from({ length: good }, (_, n) => n).filter((n) => n % patientIds.length === i);
    await report(app, clinicId, ...mine.map((n) => aFall(patientId, mark + n)));
  }
  const rows = await app.database.asOwner<{ id: string }>(
    `SELECT id FROM alert WHERE clinic_id = $1 AND key LIKE $2 ORDER BY id`,
    [clinicId, `${mark}%`],
  );
  const ids = rows.map(({ id }) => id);
  // As if each had been raised so long ago that its first call is due in its turn.
  await app.database.asOwner(
    `WITH turn AS (SELECT id, n FROM unnest($1::uuid[]) WITH ORDINALITY AS t(id, n)),
       by AS (SELECT s.alert_id, s.due_at - clock_timestamp() - make_interval(secs => turn.n * $2::float8 / 1000) AS much
         FROM escalation_step s JOIN turn ON turn.id = s.alert_id WHERE s.n = 1),
       moved AS (UPDATE alert_event e SET at = e.at - by.much FROM by WHERE e.alert_id = by.alert_id)
     UPDATE escalation_step s SET due_at = s.due_at - by.much, next_at = s.next_at - by.much FROM by
     WHERE s.alert_id = by.alert_id AND s.state = 'due'`,
    [ids, everyMs],
  );
  return ids;
}
