import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EscalationClock } from '../../src/modules/escalation/call/escalation-clock.js';
import { chainOf } from '../../src/modules/escalation/escalation.testkit.js';
import { CHAIN } from '../../src/platform/health/chain-state.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { type CareCircle, gatherCareCircle } from '../support/care.js';
import { freePort } from '../support/free-port.js';
import { createClinic } from '../support/people.js';
import { openReceiver, type Receiver } from '../support/receiver.js';
import { openSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { type Stepwell, stepwell } from '../support/stepwell.js';

let sink: SmtpSink;
let hook: Receiver;
let app: TestApp;
let circle: CareCircle;
let chain: ReturnType<typeof chainOf>;
const started: Stepwell[] = [];

beforeAll(async () => {
  [sink, hook] = [await openSmtpSink(), await openReceiver()];
  // Builds what is missing, so that no test below waits for it.
  await stepwell(['help']).ended;
  app = await createTestApp({ env: { SMTP_URL: sink.url } });
  circle = await gatherCareCircle(app, await createClinic(app, 'killed'), 'Survivor');
  chain = chainOf(app, circle);
}, 300_000);
afterAll(async () => {
  for (const one of started) kill(one);
  await app?.close();
  for (const one of [sink, hook]) await one?.close();
});

/** The launcher and what it launched: a group of their own. */
function kill(one: Stepwell): void {
  try {
    process.kill(-one.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

const until = async (so: () => Promise<boolean>) => {
  for (let i = 0; i < 600; i++) {
    if (await so()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It never came to be so');
};
/** Does a node hold a step, and wait to write its notice? */
const isHeld = async () => {
  const waiting = await app.database.asOwner(
    `SELECT 1 FROM pg_stat_activity WHERE usename = 'stepwell_worker' AND wait_event_type = 'Lock' AND query ILIKE '%INSERT INTO notice%'
     AND datname = current_database()`,
  );
  return waiting.length === 1;
};
const stateOf = async (alertId: string, n: number) => (await chain.steps(alertId)).find((step) => step.n === n)?.state;

describe('F2: kill -9 of the node that is making a call', () => {
  it('leaves the call to the other node, which makes it once, and the one after it once', async () => {
    const port = String(await freePort());
    const doomed = stepwell(['serve'], { PORT: port, DATABASE_URL: app.database.ownerUrl, SMTP_URL: sink.url });
    started.push(doomed);
    await doomed.says(/Ready/);
    await app.nest.get(EscalationClock).beforeApplicationShutdown();

    // Whoever makes a call now holds its row, and waits here to write the notice.
    const gate = new pg.Client({ connectionString: app.database.ownerUrl });
    await gate.connect();
    let alertId: string;
    try {
      await gate.query('BEGIN; LOCK TABLE notice IN ACCESS EXCLUSIVE MODE');
      alertId = await chain.raise('red-flag');
      await until(isHeld);
      kill(doomed);
      await doomed.ended;
      expect(await stateOf(alertId, 1)).toBe('due');
      await gate.query('COMMIT');
    } finally {
      await gate.end();
      app.nest.get(EscalationClock).onApplicationBootstrap();
    }

    await until(async () => (await stateOf(alertId, 1)) === 'called');
    await app.database.asOwner(
      `WITH moved AS (UPDATE alert_event SET at = at - interval '15 min' WHERE alert_id = $1)
       UPDATE escalation_step SET due_at = due_at - interval '15 min', next_at = next_at - interval '15 min' WHERE alert_id = $1 AND state = 'due'`,
      [alertId],
    );
    await until(async () => (await stateOf(alertId, 2)) === 'called');
    const mails = (await chain.notices(alertId)).filter(({ channel }) => channel === 'e-mail');
    expect(mails).toHaveLength(2);
    await until(async () => sink.mails.filter((mail) => mail.includes('An item waits')).length >= 2);
    expect(sink.mails.filter((mail) => mail.includes('An item waits'))).toHaveLength(2);
  }, 120_000);

  it('between sending and writing it down sends once more, never twice more', async () => {
    const before = sink.mails.length;
    const alertId = await chain.raise('flare');
    await app.database.asOwner(
      `INSERT INTO notice (clinic_id, alert_id, person_id, channel, urgency, words, attempts, next_at) VALUES ($1, $2, $3, 'e-mail', 'ordinary', 'item', 1, now() + interval '3 s')`,
      [circle.clinicId, alertId, circle.treating.personId],
    );
    await until(async () => (await chain.notices(alertId)).some(({ state }) => state === 'sent'));
    expect(sink.mails.length).toBe(before + 1);
  });
});

describe('the watchdog', () => {
  const env = () => ({ DATABASE_URL: app.database.ownerUrl, STEPWELL_WATCHDOG_WEBHOOK: `${hook.url}/watchdog` });
  const once = async (change: NodeJS.ProcessEnv = {}) => {
    const run = stepwell(['watchdog', '--once'], { ...env(), ...change });
    return { code: await run.ended, said: run.output() };
  };

  it('ends with 0 while all workers beat', async () => {
    await until(
      async () => (await app.database.asOwner('SELECT DISTINCT worker FROM heartbeat')).length === CHAIN.length,
    );
    expect(await once()).toMatchObject({ code: 0, said: expect.stringContaining('all workers beat') });
    expect(hook.received).toEqual([]);
  });

  it('F28: says who is silent by its own channel, and ends with 2', async () => {
    await app.nest.get(EscalationClock).beforeApplicationShutdown();
    await app.database.asOwner(`UPDATE heartbeat SET beat_at = now() - interval '95 s' WHERE worker = 'escalation'`);
    const { code, said } = await once({ STEPWELL_WATCHDOG_SECRET: 'a secret of sixteen' });
    expect(code).toBe(2);
    expect(said).toMatch(/escalation \(silent for \d+ s\)/);
    const [call] = hook.received;
    expect(JSON.parse(call!.body.toString())).toMatchObject({ type: 'watchdog', ok: false, code: 2 });
    expect(call!.headers['stepwell-signature']).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
  });

  it('goes on, says it once, and says when all is well again', async () => {
    hook.received.length = 0;
    const run = stepwell(['watchdog', '--every', '1'], env());
    started.push(run);
    await run.says(/escalation \(silent/);
    app.nest.get(EscalationClock).onApplicationBootstrap();
    await run.says(/all workers beat/);
    run.send('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(hook.received.map(({ body }) => JSON.parse(body.toString()).ok)).toEqual([false, true]);
  });

  it('ends with 3 where the database cannot be read, and with 4 when nobody hears it', async () => {
    const away = app.database.ownerUrl.replace(/:\d+\//, ':1/');
    expect((await once({ DATABASE_URL: away })).code).toBe(3);
    hook.answer(500);
    expect((await once({ DATABASE_URL: away })).code).toBe(4);
  });
});
