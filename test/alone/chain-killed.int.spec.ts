import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EscalationClock } from '../../src/modules/escalation/call/escalation-clock.js';
import { chainOf } from '../../src/modules/escalation/escalation.testkit.js';
import { CHAIN } from '../../src/platform/health/chain-state.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { type CareCircle, gatherCareCircle } from '../support/care.js';
import { playCallKilled } from '../support/faults/call-killed.js';
import { createClinic } from '../support/people.js';
import { openReceiver, type Receiver } from '../support/receiver.js';
import { openSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { killGroup, type Stepwell, stepwell } from '../support/stepwell.js';
import { until } from '../support/until.js';

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
  for (const one of started) await killGroup(one);
  await app?.close();
  for (const one of [sink, hook]) await one?.close();
});

describe('F2: kill -9 of the node that is making a call', () => {
  it('leaves the call to the other node, which makes it once, and the one after it once and in time', async () => {
    const played = await playCallKilled({ app, chain, sink, rounds: 1 });
    expect(played).toMatchObject({ rounds: 1, swallowed: 0, noticesUnlikeOne: 0, mailsUnlikeOne: 0 });
  }, 120_000);

  it('between sending and writing it down sends once more, never twice more', async () => {
    const before = sink.mails.length;
    const alertId = await chain.raise('flare');
    const [notice] = await app.database.asOwner<{ id: string }>(
      `INSERT INTO notice (clinic_id, alert_id, person_id, channel, urgency, words, attempts, next_at) VALUES ($1, $2, $3, 'e-mail', 'ordinary', 'item', 1, now() + interval '3 s') RETURNING id`,
      [circle.clinicId, alertId, circle.treating.personId],
    );
    const sent = `SELECT 1 FROM notice WHERE id = $1 AND state = 'sent'`;
    await until('it is sent', async () => (await app.database.asOwner(sent, [notice!.id])).length > 0);
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
      'all workers have been heard of',
      async () => (await app.database.asOwner('SELECT DISTINCT worker FROM heartbeat')).length === CHAIN.length,
    );
    expect(await once()).toMatchObject({ code: 0, said: expect.stringContaining('all workers beat') });
    expect(hook.received).toEqual([]);
  });

  const silentFor = (seconds: number) =>
    app.database.asOwner(
      `UPDATE heartbeat SET beat_at = now() - make_interval(secs => $1) WHERE worker = 'escalation'`,
      [seconds],
    );

  it('F28: says who is silent by its own channel, and ends with 2', async () => {
    await app.nest.get(EscalationClock).beforeApplicationShutdown();
    await silentFor(95);
    const { code, said } = await once({ STEPWELL_WATCHDOG_SECRET: 'a secret of sixteen' });
    expect(code).toBe(2);
    expect(said).toMatch(/escalation \(silent for \d+ s\)/);
    const [call] = hook.received;
    expect(JSON.parse(call!.body.toString())).toMatchObject({ type: 'watchdog', ok: false, code: 2 });
    expect(call!.headers['stepwell-signature']).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
  });

  it('goes on, says it once, and says when all is well again', async () => {
    hook.received.length = 0;
    // With a look every 30 s the next one could come after 94 s: too late for the 90 that are promised.
    await silentFor(64);
    const patient = stepwell(['watchdog', '--every', '30'], env());
    started.push(patient);
    await patient.says(/escalation \(silent/);
    patient.send('SIGTERM');
    expect(await patient.ended).toBe(0);
    hook.received.length = 0;
    await silentFor(95);
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
