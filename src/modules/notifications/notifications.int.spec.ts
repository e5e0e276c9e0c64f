import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { createClinic, ok, type Person } from '../../../test/support/people.js';
import { pushBrowser, verifyVapid } from '../../../test/support/push-browser.js';
import { openReceiver, type Receiver } from '../../../test/support/receiver.js';
import { openSmtpSink, type SmtpSink } from '../../../test/support/smtp-sink.js';
import { chainOf } from '../escalation/escalation.testkit.js';
import { NoticeSender } from './sending/notice-sender.js';

const CANARY = 'Quetzalcoatlina';
let sink: SmtpSink;
let vendor: Receiver;
let hook: Receiver;
let app: TestApp;
let circle: CareCircle;
let chain: ReturnType<typeof chainOf>;

beforeAll(async () => {
  [sink, vendor, hook] = [await openSmtpSink(), await openReceiver(), await openReceiver()];
  app = await createTestApp({ env: { SMTP_URL: sink.url, STEPWELL_OUTBOUND_NETWORKS: '127.0.0.1' } });
  circle = await gatherCareCircle(app, await createClinic(app, 'notices'), CANARY);
  chain = chainOf(app, circle);
}, 180_000);
afterAll(async () => {
  await app?.close();
  for (const one of [sink, vendor, hook]) await one?.close();
});
beforeEach(async () => {
  vendor.answer(201);
  hook.answer(204);
  await app.database.asOwner(
    `UPDATE alert SET state = 'resolved', resolved_at = now(), outcome = 'cleared', cleared = true WHERE NOT cleared`,
  );
  await app.database.asOwner(`UPDATE escalation_step SET state = 'stopped', settled_at = now() WHERE state = 'due'`);
  await app.database.asOwner(
    `UPDATE notice SET state = 'withheld', reason = 'test', settled_at = now() WHERE state = 'due'`,
  );
});

const settings = (person: Person, change: object = {}) =>
  person.agent
    .put('/api/v1/account/notices')
    .send({ webPush: true, email: true, quietHours: null, interrupt: false, ...change })
    .expect(ok);
const subscribe = async (person: Person, path: string) => {
  const { open, ...keys } = pushBrowser();
  const device = { id: randomUUID(), endpoint: `${vendor.url}/${path}`, device: 'Phone', ...keys };
  const { body } = await person.agent.post('/api/v1/account/notices/devices').send(device).expect(ok);
  return { id: device.id, open, publicKey: body.publicKey as string };
};
const pushesTo = (path: string) => vendor.received.filter((one) => one.path === `/${path}`);
const channels = async (change: object) => {
  const { body } = await circle.admin.agent.get('/api/v1/clinic/channels').expect(200);
  const { hasSecret: _, ...before } = body;
  return circle.admin.agent.put('/api/v1/clinic/channels').send({ ...before, ...change });
};
const soon = async (so: () => boolean | Promise<boolean>) => {
  for (let i = 0; i < 400; i++) {
    if (await so()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It never came to be so');
};
const settled = (alertId: string) =>
  soon(async () => (await chain.notices(alertId)).every(({ state }) => state !== 'due'));

describe('web push', () => {
  it('reaches the device, sealed for it and signed by us, and says no more than that an item waits', async () => {
    const { open, publicKey } = await subscribe(circle.treating, 'phone');
    const alertId = await chain.raise('red-flag');
    await chain.tick();
    await settled(alertId);
    const [push] = pushesTo('phone');
    const { tag, ...said } = open(push!);
    expect(said).toEqual({ title: 'An item waits in Stepwell', body: 'Please look now.', path: '/' });
    expect(tag).not.toBe(alertId);
    expect(push!.headers).toMatchObject({ urgency: 'high', ttl: '900', 'content-encoding': 'aes128gcm' });
    const token = await verifyVapid(push!, publicKey);
    expect(token['aud']).toBe(vendor.url);
    expect(push!.body.includes(CANARY)).toBe(false);
  });

  it('goes to each device once, however often the sender looks and whatever node it is on', async () => {
    await subscribe(circle.treating, 'tablet');
    const alertId = await chain.raise('red-flag');
    await chain.tick();
    const sender = app.nest.get(NoticeSender);
    await Promise.all([sender.tick(), sender.tick(), sender.tick()]);
    await settled(alertId);
    expect(pushesTo('tablet')).toHaveLength(1);
  });

  it('is tried again after a failure, and forgets a device that is gone', async () => {
    const { id } = await subscribe(circle.treating, 'watch');
    vendor.answer(503, 410);
    const alertId = await chain.raise('red-flag');
    await chain.tick();
    await settled(alertId);
    expect(pushesTo('watch')).toHaveLength(2);
    const notice = (await chain.notices(alertId)).find(({ target }) => target === id);
    expect(notice).toMatchObject({ state: 'withheld', reason: 'gone' });
    const { body } = await circle.treating.agent.get('/api/v1/account/notices').expect(200);
    expect(body.devices.map((device: { id: string }) => device.id)).not.toContain(id);
  });

  it('that reaches no device after all brings the next call forward, when it interrupts', async () => {
    await settings(circle.treating, { email: false });
    await subscribe(circle.treating, 'lost');
    vendor.answer(410);
    const alertId = await chain.raise('red-flag');
    await chain.tick();
    await soon(async () =>
      (await chain.steps(alertId)).some(({ target, state }) => target === 'coordinator' && state === 'called'),
    );
    expect(
      (await chain.steps(alertId)).slice(0, 4).map(({ target, state, reason }) => `${target} ${state} ${reason}`),
    ).toEqual([
      'contact nobody not-delivered',
      'contact nobody nobody-reached',
      'on-call nobody nobody-reached',
      'coordinator called null',
    ]);
    await settings(circle.treating);
  });

  it('of a device belongs to whoever signed in there last', async () => {
    const { open: _, ...keys } = pushBrowser();
    const device = { endpoint: `${vendor.url}/shared`, device: 'Ward PC', ...keys };
    await circle.treating.agent
      .post('/api/v1/account/notices/devices')
      .send({ id: randomUUID(), ...device })
      .expect(ok);
    const { body } = await circle.coordinator.agent
      .post('/api/v1/account/notices/devices')
      .send({ id: randomUUID(), ...device })
      .expect(ok);
    expect(body.devices).toHaveLength(1);
    const mine = (await circle.treating.agent.get('/api/v1/account/notices').expect(200)).body.devices;
    expect(mine.map((one: { device: string }) => one.device)).not.toContain('Ward PC');
    await circle.treating.agent.delete(`/api/v1/account/notices/devices/${body.devices[0].id}`).expect(404);
    await circle.coordinator.agent.delete(`/api/v1/account/notices/devices/${body.devices[0].id}`).expect(204);
  });
});

describe('mail', () => {
  it('says that an item waits, with a link that leads to nobody', async () => {
    const before = sink.mails.length;
    const alertId = await chain.raise('red-flag');
    await chain.tick();
    await settled(alertId);
    const mail = sink.mails.slice(before).find((one) => one.includes(`To: ${circle.treating.email}`))!;
    expect(mail).toContain('Subject: An item waits in Stepwell');
    expect(mail).toContain(`${app.url}/\n`);
    const ids = await app.database.asOwner<{ id: string }>('SELECT id FROM notice WHERE alert_id = $1', [alertId]);
    // The same for each attempt.
    expect(ids.some(({ id }) => mail.includes(`Message-ID: <${id}@127.0.0.1>`))).toBe(true);
    expect(mail).not.toContain(alertId);
  });
});

describe('what a person wants', () => {
  /** Quiet hours that hold now, by the clock of UTC. */
  const now = () => {
    const wall = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
    return { from: wall(-1), until: wall(1) };
  };
  it('a test goes by everything that is on, a few times a minute', async () => {
    await settings(circle.coordinator);
    await subscribe(circle.coordinator, 'desk');
    const { body } = await circle.coordinator.agent.post('/api/v1/account/notices/test').send({}).expect(200);
    expect(body.sentTo).toEqual(['e-mail', 'web-push']);
    await soon(() => pushesTo('desk').length === 1);
    for (const _ of [2, 3]) await circle.coordinator.agent.post('/api/v1/account/notices/test').send({}).expect(200);
    await circle.coordinator.agent.post('/api/v1/account/notices/test').send({}).expect(429);
  });

  it('what interrupts does not wait for quiet hours: it is held back, with its reason, unless the person agreed', async () => {
    const reasons = async (alertId: string) => [
      ...new Set(
        (await chain.notices(alertId))
          .filter(({ personId }) => personId === circle.treating.personId)
          .map(({ state, reason }) => reason ?? state),
      ),
    ];
    await settings(circle.treating, { quietHours: now(), timeZone: 'UTC' });
    const first = await chain.raise('red-flag');
    await chain.tick();
    expect(await reasons(first)).toEqual(['quiet-hours']);
    await settings(circle.treating, { quietHours: now(), timeZone: 'UTC', interrupt: true });
    const second = await chain.raise('prom-threshold', { severity: 3 });
    await app.database.asOwner(
      `UPDATE escalation_step SET tier = 'now', next_at = now(), hurried = true WHERE alert_id = $1 AND n = 1`,
      [second],
    );
    await chain.tick();
    await settled(second);
    expect(await reasons(second)).toContain('sent');
    expect(await reasons(second)).not.toContain('quiet-hours');
    await settings(circle.treating);
  });

  describe('in quiet hours, of what can wait', () => {
    const asleep = () => settings(circle.treating, { quietHours: now(), timeZone: 'UTC' });
    const mails = async (alertId: string, { personId }: Person) =>
      app.database.asOwner<{ state: string; reason: string | null; waits: boolean }>(
        `SELECT state, reason, next_at > now() + interval '30 minutes' AS waits FROM notice
         WHERE alert_id = $1 AND person_id = $2 AND channel = 'e-mail'`,
        [alertId, personId],
      );
    /** The contact's reminder, called while they sleep. */
    const remind = async (): Promise<string> => {
      await asleep();
      await chain.contact(circle.treating);
      const alertId = await chain.raise('flare');
      await app.database.asOwner(
        `UPDATE escalation_step SET next_at = now(), hurried = true
         WHERE alert_id = $1 AND n = (SELECT min(n) FROM escalation_step WHERE alert_id = $1)`,
        [alertId],
      );
      await chain.tick();
      return alertId;
    };
    const wake = async (alertId: string) => {
      await settings(circle.treating);
      await app.database.asOwner(`UPDATE notice SET next_at = now() WHERE alert_id = $1 AND state = 'due'`, [alertId]);
      await settled(alertId);
      return (await mails(alertId, circle.treating)).map(({ state, reason }) => reason ?? state);
    };

    it('a notice leaves when they are over, and the call counts', async () => {
      const alertId = await remind();
      expect(await mails(alertId, circle.treating)).toEqual([{ state: 'due', reason: 'quiet-hours', waits: true }]);
      expect((await chain.steps(alertId))[0]).toMatchObject({ target: 'contact', state: 'called' });
      expect(await wake(alertId)).toEqual(['sent']);
    });

    it.each([
      ['taken', () => circle.coordinator, 'acknowledge', () => ({}), 'taken'],
      ['resolved', () => circle.coordinator, 'resolve', () => ({ outcome: 'contacted' }), 'taken'],
      [
        'handed on',
        () => circle.coordinator,
        'hand-off',
        () => ({ to: { personId: circle.coordinator.personId } }),
        'taken',
      ],
      ['snoozed by themselves', () => circle.treating, 'snooze', () => ({ until: { when: 'worse' } }), 'snoozed'],
    ] as const)('a notice does not leave of an alert that was %s meanwhile', async (_name, who, act, body, reason) => {
      const alertId = await remind();
      expect(await mails(alertId, circle.treating)).toMatchObject([{ state: 'due' }]);
      await chain.act(who(), alertId, act, body());
      expect(await wake(alertId)).toEqual([reason]);
    });
  });

  it.each([
    ['quiet hours without an end', { quietHours: { from: '22:00' } }],
    ['a time that is none', { quietHours: { from: '22:00', until: '25:00' } }],
    ['a misspelt member', { webpush: true }],
  ])('%s is refused', async (_name, change) => {
    const body = { webPush: true, email: true, quietHours: null, interrupt: false, ...change };
    await circle.treating.agent.put('/api/v1/account/notices').send(body).expect(422);
  });
});

describe('the clinic’s own system', () => {
  const secretOf = async () =>
    (await circle.admin.agent.post('/api/v1/clinic/channels/secret').send({}).expect(200)).body.secret as string;

  it('has a secret from its first address on, and what cannot be signed reaches nobody: the fallback’s step says so', async () => {
    expect((await channels({ fallbackWebhookUrl: `${hook.url}/fallback` })).body.hasSecret).toBe(true);
    await app.database.asOwner('UPDATE clinic_channel SET webhook_secret = NULL');
    for (const one of [circle.treating, circle.coordinator]) await settings(one, { webPush: false, email: false });
    const alertId = await chain.raise('red-flag');
    await chain.tick();
    const fallback = (await chain.steps(alertId)).find(({ target }) => target === 'fallback');
    expect(fallback).toMatchObject({ state: 'nobody' });
    const [notice] = (await chain.notices(alertId)).filter(({ target }) => target === 'fallback');
    expect(notice).toMatchObject({ state: 'withheld', reason: 'no-secret' });
    for (const one of [circle.treating, circle.coordinator]) await settings(one);
    await channels({ fallbackWebhookUrl: null });
  });

  it('hears of every call by a signed webhook without anybody in it', async () => {
    const secret = await secretOf();
    expect((await channels({ webhookUrl: `${hook.url}/hook` })).status).toBe(200);
    const alertId = await chain.raise('red-flag');
    await chain.tick();
    await settled(alertId);
    const [call] = hook.received;
    const body = call!.body.toString();
    const [, seconds, given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(call!.headers['stepwell-signature']!)!;
    const wanted = (text: string) => createHmac('sha256', secret).update(text).digest('hex');
    expect(given).toBe(wanted(`${seconds}.${body}`));
    expect(given).not.toBe(wanted(`${Number(seconds) + 1}.${body}`));
    expect(given).not.toBe(wanted(`${seconds}.${body} `));
    expect(JSON.parse(body)).toEqual({
      id: call!.headers['stepwell-delivery'],
      type: 'item.waiting',
      urgency: 'now',
      at: expect.stringMatching(/^\d{4}-/),
      link: `${app.url}/`,
    });
  });

  it('that never answers well is given up after eight attempts, said aloud, and holds up nobody', async () => {
    await channels({ webhookUrl: `${hook.url}/broken` });
    hook.answer(500);
    const before = sink.mails.length;
    const alertId = await chain.raise('red-flag');
    await chain.tick();
    const dead = async () =>
      (await chain.notices(alertId)).some(({ channel, state }) => channel === 'webhook' && state === 'dead');
    for (let i = 0; i < 400 && !(await dead()); i++) {
      await app.database.asOwner(
        `UPDATE notice SET next_at = now() WHERE alert_id = $1 AND channel = 'webhook' AND state = 'due' AND next_at > now() + interval '1 s' AND next_at < now() + interval '2 h' AND attempts < 8`,
        [alertId],
      );
      await app.nest.get(NoticeSender).tick();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await dead()).toBe(true);
    expect(hook.received.filter(({ path }) => path === '/broken')).toHaveLength(8);
    const ids = new Set(
      hook.received.filter(({ path }) => path === '/broken').map(({ headers }) => headers['stepwell-delivery']),
    );
    expect(ids.size).toBe(1);
    expect(sink.mails.length).toBeGreaterThan(before);
    await chain.audit();
    const { body } = await circle.coordinator.agent.get('/api/v1/alerts').expect(200);
    expect(body.items.find(({ kind }: { kind: string }) => kind === 'chain-fault').sentence.facts.deadNotices).toBe(1);
    await channels({ webhookUrl: null });
  });

  it('that hangs holds up neither others nor itself: what interrupts leaves while two requests wait', async () => {
    expect((await channels({ webhookUrl: `${hook.url}/hang` })).status).toBe(200);
    hook.answer(null);
    await app.database.asOwner(
      `INSERT INTO notice (clinic_id, channel, target, urgency, words) SELECT $1, 'webhook', 'clinic', 'ordinary', 'item' FROM generate_series(1, 24)`,
      [circle.clinicId],
    );
    const hanging = () => hook.received.filter(({ path }) => path === '/hang').length;
    await soon(() => hanging() > 0);
    const [mail] = await app.database.asOwner<{ id: string }>(
      `INSERT INTO notice (clinic_id, person_id, channel, urgency, words) VALUES ($1, $2, 'e-mail', 'now', 'item') RETURNING id`,
      [circle.clinicId, circle.treating.personId],
    );
    await soon(() => sink.mails.some((one) => one.includes(mail!.id)));
    expect(hanging()).toBe(2);
    await app.database.asOwner(
      `UPDATE notice SET state = 'withheld', reason = 'test', settled_at = now() WHERE state = 'due'`,
    );
    await channels({ webhookUrl: null });
  });

  it('is not told to look any more once somebody has taken it', async () => {
    expect((await channels({ webhookUrl: `${hook.url}/late` })).status).toBe(200);
    hook.answer(500);
    const alertId = await chain.raise('red-flag');
    await chain.tick();
    await soon(() => hook.received.some(({ path }) => path === '/late'));
    await chain.act(circle.treating, alertId, 'acknowledge');
    hook.answer(204);
    await app.database.asOwner(`UPDATE notice SET next_at = now() WHERE alert_id = $1 AND state = 'due'`, [alertId]);
    await settled(alertId);
    const notice = (await chain.notices(alertId)).find(({ channel }) => channel === 'webhook');
    expect(notice).toMatchObject({ state: 'withheld', reason: 'taken' });
    await channels({ webhookUrl: null });
  });

  it.each([
    ['http://10.0.0.1/hook'],
    ['https://169.254.169.254/latest'],
    ['https://[::1]/hook'],
    ['https://[::ffff:10.0.0.1]/hook'],
    ['http://hooks.example/plain'],
    ['https://user:secret@hooks.example/'],
    ['ftp://hooks.example/'],
  ])('is not asked at %s', async (webhookUrl) => {
    expect((await channels({ webhookUrl })).status).toBe(422);
  });

  it('two admins who read the same version: the second is told', async () => {
    const { body } = await circle.admin.agent.get('/api/v1/clinic/channels').expect(200);
    const { hasSecret: _, ...read } = body;
    await circle.admin.agent
      .put('/api/v1/clinic/channels')
      .send({ ...read, emergencyNumber: '112' })
      .expect(200);
    await circle.admin.agent
      .put('/api/v1/clinic/channels')
      .send({ ...read, emergencyNumber: '911' })
      .expect(409);
    // What was changed stands in the history of the clinic, once.
    const history = await circle.admin.agent.get('/api/v1/clinic/history').expect(200);
    expect(history.body.items[0]).toMatchObject({
      kind: 'settings',
      changes: [{ what: 'emergencyNumber', before: read.emergencyNumber, after: '112' }],
    });
  });
});

it('no notice that ever left held the patient, the alert or what it was about', async () => {
  const { patientId } = circle;
  const alertIds = (await app.database.asOwner<{ id: string }>('SELECT id FROM alert')).map(({ id }) => id);
  const left = [
    ...sink.mails.filter((mail) => mail.includes('Stepwell') && mail.includes('waits')),
    ...[...vendor.received, ...hook.received].map(
      ({ path, headers, body }) => `${path} ${JSON.stringify(headers)} ${body.toString('latin1')}`,
    ),
  ];
  expect(left.length).toBeGreaterThan(8);
  const kept = await app.database.asOwner<{ text: string }>(
    `SELECT to_jsonb(n) - 'alert_id' || '{}' AS text FROM notice n`,
  );
  for (const text of [...left, ...kept.map((row) => JSON.stringify(row))])
    for (const secret of [CANARY, patientId, ...alertIds, 'red-flag', 'steps']) expect(text).not.toContain(secret);
});
