import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { EscalationClock } from '../../../src/modules/escalation/call/escalation-clock.js';
import type { chainOf } from '../../../src/modules/escalation/escalation.testkit.js';
import type { TestApp } from '../app.js';
import { freePort } from '../free-port.js';
import type { SmtpSink } from '../smtp-sink.js';
import { killGroup, type Stepwell, stepwell } from '../stepwell.js';
import { until } from '../until.js';

export interface CallKilled {
  /** The node that lives on. */
  readonly app: TestApp;
  readonly chain: ReturnType<typeof chainOf>;
  /** Where both nodes send their mails. */
  readonly sink: SmtpSink;
  readonly rounds: number;
  readonly say?: (words: string) => void;
}

export interface CallKilledPlayed {
  readonly rounds: number;
  /** Rounds in which the row was no longer due after the blow, though nobody had been called. */
  readonly swallowed: number;
  /** Steps called more or less than once, by notices and by mails. */
  readonly noticesUnlikeOne: number;
  readonly mailsUnlikeOne: number;
  /** From the moment the dead node's row was free until the other had called it. */
  readonly takenOverMs: readonly number[];
  /** The call after it, from its deadline. By the clock of the database, as the one before. */
  readonly nextLateMs: readonly number[];
}

/** How long after the blow the next call is due: anywhere in here, so that it meets any moment of the worker's turn. */
const NEXT_IN_SECONDS = [1, 3] as const;
const WORDS = 'An item waits';

/** F2: a node is killed while it holds the row of a call; the other makes that call, and the next one in time, each once. */
export async function playCallKilled(setting: CallKilled): Promise<CallKilledPlayed> {
  const { app, rounds, say } = setting;
  const clock = app.nest.get(EscalationClock);
  let [swallowed, noticesUnlikeOne, mailsUnlikeOne] = [0, 0, 0];
  const [takenOverMs, nextLateMs]: [number[], number[]] = [[], []];
  for (let n = 1; n <= rounds; n++) {
    // What is open about the patient would be worse news, not other news.
    await app.database.asOwner(
      `UPDATE alert SET state = 'resolved', resolved_at = now(), outcome = 'cleared', cleared = true WHERE NOT cleared`,
    );
    const doomed = await startDoomed(setting);
    await clock.beforeApplicationShutdown();
    let struck: Struck;
    try {
      struck = await strike(setting, doomed, () => clock.onApplicationBootstrap());
    } finally {
      await killGroup(doomed);
    }
    if (!struck.stillDue) swallowed++;
    const called = await untilCalled(setting, struck);
    takenOverMs.push(called.takenOverMs);
    nextLateMs.push(called.nextLateMs);
    if (called.notices !== 2) noticesUnlikeOne++;
    if (called.mails !== 2) mailsUnlikeOne++;
    say?.(`F2 round ${n}: taken over after ${called.takenOverMs} ms, the next ${called.nextLateMs} ms late`);
  }
  return { rounds, swallowed, noticesUnlikeOne, mailsUnlikeOne, takenOverMs, nextLateMs };
}

interface Struck {
  readonly alertId: string;
  readonly mailsBefore: number;
  readonly stillDue: boolean;
  readonly freeAt: Date;
}

async function startDoomed({ app, sink }: CallKilled): Promise<Stepwell> {
  const port = String(await freePort());
  const doomed = stepwell(['serve'], { PORT: port, DATABASE_URL: app.database.ownerUrl, SMTP_URL: sink.url });
  await doomed.says(/Ready/);
  return doomed;
}

/** Whoever makes a call now holds its row, and waits here to write the notice: there the node is killed, and the other woken. */
async function strike({ app, chain, sink }: CallKilled, doomed: Stepwell, wakeOther: () => void): Promise<Struck> {
  const gate = new pg.Client({ connectionString: app.database.ownerUrl });
  await gate.connect();
  try {
    const mailsBefore = countMails(sink);
    await gate.query('BEGIN; LOCK TABLE notice IN ACCESS EXCLUSIVE MODE');
    const alertId = await chain.raise('red-flag');
    await until('the node holds the row', () => isHeld(app));
    await killGroup(doomed);
    const [first] = await chain.steps(alertId);
    // The row is free at any moment of the other's turn.
    wakeOther();
    await sleep(Math.random() * 1_000);
    const [{ at: freeAt }] = (await gate.query<{ at: Date }>('SELECT clock_timestamp() AS at')).rows as [{ at: Date }];
    await gate.query('COMMIT');
    await moveNext(app, alertId);
    return { alertId, mailsBefore, stillDue: first?.state === 'due', freeAt };
  } finally {
    await gate.end();
  }
}

/** As if the alert had been raised so long ago that its second call is due in a moment. */
async function moveNext(app: TestApp, alertId: string): Promise<void> {
  await app.database.asOwner(
    `WITH free AS (SELECT due_at FROM escalation_step WHERE alert_id = $1 AND n = 2 FOR UPDATE),
       by AS (SELECT due_at - clock_timestamp() - make_interval(secs => $2) AS much FROM free),
       events AS (UPDATE alert_event SET at = at - by.much FROM by WHERE alert_id = $1),
       steps AS (UPDATE escalation_step SET due_at = due_at - by.much, next_at = next_at - by.much FROM by
         WHERE alert_id = $1 AND state = 'due' AND n > 1)
     SELECT much FROM by`,
    [alertId, NEXT_IN_SECONDS[0] + Math.random() * (NEXT_IN_SECONDS[1] - NEXT_IN_SECONDS[0])],
  );
}

async function isHeld(app: TestApp): Promise<boolean> {
  const waiting = await app.database.asOwner(
    `SELECT 1 FROM pg_stat_activity WHERE usename = 'stepwell_worker' AND wait_event_type = 'Lock' AND query ILIKE '%INSERT INTO notice%'
     AND datname = current_database()`,
  );
  return waiting.length === 1;
}

async function untilCalled({ app, chain, sink }: CallKilled, { alertId, mailsBefore, freeAt }: Struck) {
  const isCalled = async () => (await chain.steps(alertId)).slice(0, 2).every(({ state }) => state === 'called');
  await until('both calls are made', isCalled, 60_000);
  await until('the mails are sent', () => countMails(sink) >= mailsBefore + 2, 60_000);
  const [found] = await app.database.asOwner<{ first: Date; late: number }>(
    `SELECT a.settled_at AS first, (extract(epoch FROM b.settled_at - b.due_at) * 1000)::float8 AS late
     FROM escalation_step a JOIN escalation_step b USING (alert_id) WHERE alert_id = $1 AND a.n = 1 AND b.n = 2`,
    [alertId],
  );
  return {
    takenOverMs: found!.first.getTime() - freeAt.getTime(),
    nextLateMs: Math.round(found!.late),
    notices: (await chain.notices(alertId)).filter(({ channel }) => channel === 'e-mail').length,
    mails: countMails(sink) - mailsBefore,
  };
}

const countMails = (sink: SmtpSink) => sink.mails.filter((mail) => mail.includes(WORDS)).length;
