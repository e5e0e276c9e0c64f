import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { answerConsent } from '../../../test/support/consents.js';
import { createClinic, inviteAndAccept, ok, type Person } from '../../../test/support/people.js';
import { openSmtpSink, type SmtpSink } from '../../../test/support/smtp-sink.js';
import { until } from '../../../test/support/until.js';
import { aConcern } from '../alerts/alerts.testkit.js';
import { clearConcern } from '../alerts/index.js';
import { AlertClock } from '../alerts/lifecycle/alert-clock.js';
import { findKnownConcerns } from './index.js';
import { toldOf } from './told.testkit.js';

const EVERYTHING = { good: 'all', changes: 'all', devices: 'all', visits: 'all' } as const;

let sink: SmtpSink;
let app: TestApp;
let circle: CareCircle;
let kit: ReturnType<typeof toldOf>;
let { chain, raise, tick, page, told } = {} as typeof kit;

beforeAll(async () => {
  sink = await openSmtpSink();
  app = await createTestApp({ env: { SMTP_URL: sink.url } });
  circle = await gatherCareCircle(app, await createClinic(app, 'told'), 'Told');
  kit = toldOf(app, circle);
  ({ chain, raise, tick, page, told } = kit);
  await answerConsent(circle.patient, circle.patientId, 'share-caregiver', 'given');
}, 180_000);
afterAll(async () => {
  await app?.close();
  await sink?.close();
});

const hoursPass = (alertId: string, hours: number) =>
  app.database.asOwner(
    `UPDATE telling SET made_at = made_at - make_interval(hours => $2), next_at = CASE WHEN next_at < 'infinity' THEN next_at - make_interval(hours => $2) ELSE next_at END
     WHERE alert_id = $1 AND state = 'due'`,
    [alertId, hours],
  );
/** Takes back the newest act of that kind, as its own author. */
const undoAct = async (id: string, kind: string) => {
  const { body } = await circle.treating.agent.get(`/api/v1/alerts/${id}`).expect(200);
  const event = body.timeline.findLast((entry: { kind: string }) => entry.kind === kind);
  await chain.act(circle.treating, id, 'undo', { eventId: event.id });
};
const choose = (of: Person, change: object) =>
  of.agent
    .put('/api/v1/account/told')
    .send({ ...EVERYTHING, ...change })
    .expect(200);

describe('what may worry', () => {
  it('waits until somebody of the team has looked, then both are told, by mails that say nothing', async () => {
    const id = await raise();
    await tick();
    expect(await told(id)).toEqual(['patient due not-looked-at', 'caregiver due not-looked-at']);
    expect(await page(circle.patient, id)).toBeUndefined();
    const before = sink.mails.length;
    await chain.act(circle.treating, id, 'acknowledge');
    await tick();
    expect(await told(id)).toEqual([
      'patient told looked-at e-mail web-push',
      'caregiver told looked-at e-mail web-push',
    ]);
    expect(await page(circle.patient, id)).toMatchObject({
      state: 'looking',
      group: 'changes',
      patientSentence: { key: 'trend.changed' },
    });
    expect(await page(circle.caregiver, id)).toMatchObject({ state: 'looking' });
    await until('both have a mail', () => sink.mails.length >= before + 2);
    const news = sink.mails.slice(before).filter((mail) => mail.includes('There is something new for you'));
    expect(news).toHaveLength(2);
    for (const mail of news) expect(mail).not.toMatch(new RegExp(`Told|walk|steps|${circle.patientId}|${id}`));
    await chain.act(circle.treating, id, 'resolve', { outcome: 'contacted' });
    expect(await page(circle.patient, id)).toMatchObject({ state: 'spoken' });
  });

  it('does not wait for longer than the clinic wants, and says that nobody has looked yet', async () => {
    const id = await raise();
    await tick();
    await hoursPass(id, 48);
    await tick();
    expect((await told(id))[0]).toMatch(/^patient told waited/);
    expect(await page(circle.patient, id)).toMatchObject({ state: 'open' });
  });

  it('is not told when it is over before, and comes anew when it is worse', async () => {
    const key = randomUUID();
    const id = await raise('deterioration', { key });
    await raise('deterioration', { key, severity: 3 });
    await tick();
    expect(await told(id)).toEqual([
      'patient not-told newer',
      'caregiver not-told newer',
      'patient due not-looked-at',
      'caregiver due not-looked-at',
    ]);
    await chain.act(circle.treating, id, 'resolve', { outcome: 'false-alarm' });
    await tick();
    expect((await told(id)).slice(2)).toEqual(['patient not-told over', 'caregiver not-told over']);
    expect(await page(circle.patient, id)).toBeUndefined();
  });

  it('is called a problem with the data where it was one, to both, and is as before when that is taken back', async () => {
    const id = await raise();
    await chain.act(circle.treating, id, 'acknowledge');
    await tick();
    await chain.act(circle.treating, id, 'resolve', { outcome: 'data-problem' });
    for (const who of [circle.patient, circle.caregiver])
      expect(await page(who, id)).toMatchObject({ state: 'mistaken', patientSentence: { key: 'trend.changed' } });
    await undoAct(id, 'resolved');
    expect(await page(circle.patient, id)).toMatchObject({ state: 'looking' });
    await chain.act(circle.treating, id, 'resolve', { outcome: 'false-alarm' });
    expect(await page(circle.patient, id)).toMatchObject({ state: 'gone' });
  });

  it('is told after all when the resolving was a slip and is taken back, and only in the newest words', async () => {
    const key = randomUUID();
    const id = await raise('deterioration', { key });
    await raise('deterioration', { key, severity: 3 });
    await chain.act(circle.treating, id, 'resolve', { outcome: 'false-alarm' });
    await tick();
    expect((await told(id)).slice(2)).toEqual(['patient not-told over', 'caregiver not-told over']);
    await undoAct(id, 'resolved');
    await tick();
    expect(await told(id)).toEqual([
      'patient not-told newer',
      'caregiver not-told newer',
      'patient due not-looked-at',
      'caregiver due not-looked-at',
    ]);
    // Before a version that told after an undoing, an older one was left as over.
    await app.database.asOwner(`UPDATE telling SET reason = 'over' WHERE alert_id = $1 AND reason = 'newer'`, [id]);
    await chain.act(circle.treating, id, 'acknowledge');
    await undoAct(id, 'acknowledged');
    await chain.act(circle.treating, id, 'acknowledge');
    await tick();
    expect(await told(id)).toEqual([
      'patient not-told over',
      'caregiver not-told over',
      'patient told looked-at e-mail web-push',
      'caregiver told looked-at e-mail web-push',
    ]);
  });

  it('is not told because whoever had it leaves: nobody has looked at what got worse since', async () => {
    const key = randomUUID();
    const id = await raise('deterioration', { key });
    const leaving = await inviteAndAccept(app, circle.admin, { role: 'coordinator' });
    await chain.act(leaving, id, 'acknowledge');
    await raise('deterioration', { key, severity: 3 });
    const end = { role: 'coordinator', profession: null, active: false };
    await circle.admin.agent.put(`/api/v1/members/${leaving.personId}`).send(end).expect(ok);
    await app.nest.get(AlertClock).tick();
    const { body } = await circle.treating.agent.get(`/api/v1/alerts/${id}`).expect(200);
    expect(body).toMatchObject({ state: 'open', owner: null });
    await tick();
    expect((await told(id)).slice(2)).toEqual(['patient due not-looked-at', 'caregiver due not-looked-at']);
  });

  it('is not told because it was handed to a discipline before it got worse: nobody has looked at that yet', async () => {
    const key = randomUUID();
    const id = await raise('deterioration', { key });
    await chain.act(circle.coordinator, id, 'hand-off', { to: { discipline: 'pain-physician' } });
    await raise('deterioration', { key, severity: 3 });
    const { body } = await circle.treating.agent.get(`/api/v1/alerts/${id}`).expect(200);
    expect(body).toMatchObject({ state: 'handed-off', owner: null });
    await tick();
    expect((await told(id)).slice(-2)).toEqual(['patient due not-looked-at', 'caregiver due not-looked-at']);
    await hoursPass(id, 48);
    await app.database.asOwner(
      `UPDATE alert SET state_since = state_since - make_interval(hours => 48) WHERE id = $1`,
      [id],
    );
    await tick();
    expect(await told(id)).toContainEqual(expect.stringMatching(/^patient told waited/));
    expect(await page(circle.patient, id)).toMatchObject({ state: 'open' });
    await chain.act(circle.treating, id, 'acknowledge');
    expect(await page(circle.patient, id)).toMatchObject({ state: 'looking' });
  });

  it('is known by its newest alert: one that was dealt with, raised anew and has gone says nothing more', async () => {
    const key = randomUUID();
    const concern = aConcern({ key, patientId: circle.patientId, severity: 2 });
    const known = async () => {
      const all = await app.surroundings.workerDatabase.as.inClinic(circle.clinicId, () =>
        findKnownConcerns(circle.patientId),
      );
      return all.length;
    };
    const others = await known();
    const first = await raise('deterioration', { key });
    expect(await known()).toBe(others + 1);
    await chain.act(circle.treating, first, 'resolve', { outcome: 'contacted' });
    expect(await known()).toBe(others + 1);
    const second = await raise('deterioration', { key, severity: 3 });
    expect(second).not.toBe(first);
    expect(await known()).toBe(others + 1);
    await app.surroundings.workerDatabase.as.inClinic(circle.clinicId, () => clearConcern(concern, new Date()));
    expect(await known()).toBe(others);
  });

  it('takes no answer before it is told', async () => {
    const id = await raise();
    await tick();
    const answer = (by: Person) =>
      by.agent.post(`/api/v1/alerts/${id}/answer`).send({ id: randomUUID(), answer: 'ill' });
    await answer(circle.patient).expect(404);
    await answer(circle.caregiver).expect(404);
    await chain.act(circle.treating, id, 'acknowledge');
    await tick();
    await answer(circle.patient).expect(200);
  });

  it('waits as long as the clinic’s own rule says', async () => {
    const { body } = await circle.admin.agent.get('/api/v1/alert-rules').expect(200);
    const rule = body.items.find((item: { kind: string }) => item.kind === 'flare');
    const change = {
      scope: { of: 'clinic' },
      version: 0,
      settings: { ...rule.effective, told: { when: 'never', afterHours: null } },
      reason: 'We call',
    };
    await circle.admin.agent.put('/api/v1/alert-rules/flare').send(change).expect(ok);
    const id = await raise('flare');
    await tick();
    expect(await told(id)).toEqual(['patient not-told never', 'caregiver not-told never']);
  });

  it('leaves nothing behind when the transaction that raised it rolls back', async () => {
    const count = async () =>
      (await app.database.asOwner<{ n: number }>('SELECT count(*)::int AS n FROM telling'))[0]!.n;
    const before = await count();
    await expect(
      app.surroundings.workerDatabase.as.inClinic(circle.clinicId, async () => {
        await raise();
        throw new Error('something else fails');
      }),
    ).rejects.toThrow('something else fails');
    expect(await count()).toBe(before);
  });

  it('is told once by two nodes that look at the same time', async () => {
    const id = await raise('improvement');
    await Promise.all([tick(), tick(), tick()]);
    expect(await told(id)).toEqual(['patient told at-once e-mail web-push', 'caregiver told at-once e-mail web-push']);
  });
});

describe('everybody as they want it', () => {
  it('not at all, or important things only: the page shows it all the same', async () => {
    await choose(circle.patient, { good: 'none' });
    await choose(circle.caregiver, { good: 'important' });
    const id = await raise('improvement');
    await tick();
    expect(await told(id)).toEqual(['patient not-told switched-off', 'caregiver not-told less-important']);
    expect(await page(circle.patient, id)).toBeDefined();
    await choose(circle.patient, {});
    await choose(circle.caregiver, {});
  });

  it('not while they sleep, by their own wall', async () => {
    const inTokyo = kit.sleepNow('Asia/Tokyo');
    await kit.saveNotices(circle.patient, inTokyo);
    await kit.saveNotices(circle.caregiver, { ...inTokyo, timeZone: 'America/Los_Angeles' });
    const id = await raise('improvement');
    await tick();
    expect(await told(id)).toEqual(['patient due quiet-hours', 'caregiver told at-once e-mail web-push']);
    expect(await page(circle.patient, id)).toBeDefined();
    for (const one of [circle.patient, circle.caregiver]) await kit.saveNotices(one);
    await app.database.asOwner(`UPDATE telling SET next_at = now() WHERE alert_id = $1 AND state = 'due'`, [id]);
    await tick();
    expect((await told(id))[0]).toBe('patient told at-once e-mail web-push');
  });

  it('a sentence that tells of nothing but a goal is not shown to a caregiver who may not see goals, whatever its kind', async () => {
    const id = await raise();
    await chain.act(circle.treating, id, 'acknowledge');
    await tick();
    expect(await page(circle.caregiver, id)).toBeDefined();
    await app.database.asOwner(
      `UPDATE telling SET sentence = jsonb_set(sentence::jsonb, '{key}', '"goal.reached"') WHERE alert_id = $1`,
      [id],
    );
    expect(await page(circle.caregiver, id)).toBeUndefined();
    expect(await page(circle.patient, id)).toMatchObject({ patientSentence: { key: 'goal.reached' } });
  });

  it('what a caregiver was not granted is not told, and what they were is not once the patient shares no more', async () => {
    const visit = await raise('no-show');
    const score = await raise('prom-threshold');
    await chain.act(circle.treating, score, 'acknowledge');
    await tick();
    expect((await told(visit))[1]).toBe('caregiver told at-once e-mail web-push');
    expect((await told(score))[1]).toBe('caregiver not-told not-granted');
    expect(await page(circle.caregiver, score)).toBeUndefined();
    const answer = { id: randomUUID(), answer: 'ill' };
    await circle.caregiver.agent.post(`/api/v1/alerts/${score}/answer`).send(answer).expect(404);

    const held = await raise();
    await tick();
    await answerConsent(circle.patient, circle.patientId, 'share-caregiver', 'withdrawn');
    await chain.act(circle.treating, held, 'acknowledge');
    await tick();
    expect(await told(held)).toEqual(['patient told looked-at e-mail web-push', 'caregiver not-told not-sharing']);
    await circle.caregiver.agent.get(`/api/v1/notices?patientId=${circle.patientId}`).expect(404);
    await answerConsent(circle.patient, circle.patientId, 'share-caregiver', 'given');
  });
});

describe('what they say', () => {
  const bellsOf = async ({ personId }: Person) => {
    const about = [personId, circle.patientId];
    const bells = `SELECT 1 FROM delivery WHERE person_id = $1 AND kind = 'trend' AND object_id = $2`;
    return (await app.database.asOwner(bells, about)).length;
  };

  it('in words of their own is read by the team, the patient, and a caregiver who may see the answers', async () => {
    const id = await raise('missing-data');
    await tick();
    const say = (by: Person, answer: string, words: string) =>
      by.agent.post(`/api/v1/alerts/${id}/answer`).send({ id: randomUUID(), answer, words }).expect(200);
    await say(circle.patient, 'ill', 'Please do not tell my son');
    await say(circle.caregiver, 'other', 'Nobody tells me');
    const words = async (by: Person) =>
      (await page(by, id))!.answers.map((one) => (one as { words: string | null }).words);
    expect(await words(circle.caregiver)).toEqual([null, 'Nobody tells me']);
    expect(await words(circle.patient)).toEqual(['Please do not tell my son', 'Nobody tells me']);
    await kit.grant('trends', 'visits', 'responses');
    expect(await words(circle.caregiver)).toEqual(['Please do not tell my son', 'Nobody tells me']);
    await kit.grant('trends', 'visits');
  });

  it('goes to the timeline once, is taken back by whoever said it, and resolves nothing', async () => {
    const id = await raise('missing-data');
    await tick();
    const say = (by: Person, path: string, body: object) => by.agent.post(`/api/v1/alerts/${id}/${path}`).send(body);
    const strap = { id: randomUUID(), answer: 'watch-broken', words: 'The strap' };
    const before = await bellsOf(circle.caregiver);
    for (let i = 0; i < 2; i++) await say(circle.patient, 'answer', strap).expect(200);
    // The caregiver's open page looks again, once.
    expect(await bellsOf(circle.caregiver)).toBe(before + 1);
    const ill = { id: randomUUID(), answer: 'ill' };
    await say(circle.caregiver, 'answer', ill).expect(200);
    expect(await page(circle.patient, id)).toMatchObject({
      state: 'open',
      answers: [
        { id: strap.id, by: 'patient', mine: true, answer: 'watch-broken', words: 'The strap' },
        { id: ill.id, by: 'caregiver', mine: false, answer: 'ill', words: null },
      ],
    });
    await say(circle.patient, 'answer/undo', { id: randomUUID(), answerId: ill.id }).expect(404);
    const undo = { id: randomUUID(), answerId: strap.id };
    for (let i = 0; i < 2; i++) await say(circle.patient, 'answer/undo', undo).expect(200);
    await say(circle.neighbour, 'answer', ill).expect(404);
    await say(circle.neighbour, 'answer/undo', undo).expect(404);
    const { body } = await circle.treating.agent.get(`/api/v1/alerts/${id}`).expect(200);
    expect(body).toMatchObject({ state: 'open', version: 1, answer: { answer: 'ill' }, answers: [{ answer: 'ill' }] });
    expect(body.timeline.map(({ kind }: { kind: string }) => kind)).toEqual([
      'raised',
      'answered',
      'answered',
      'unanswered',
    ]);
    expect((await page(circle.patient, id))!.answers).toHaveLength(1);
    // A word of the patient stands in nobody's way.
    await chain.act(circle.treating, id, 'acknowledge');
    await say(circle.patient, 'answer', { id: randomUUID(), answer: 'other' }).expect(200);
    await undoAct(id, 'acknowledged');
  });
});

describe('an answer that makes somebody worry', () => {
  it('shows the patient alone what to do now, in the clinic’s words, until it is dealt with', async () => {
    const channels = { webhookUrl: null, fallbackEmail: null, fallbackWebhookUrl: null };
    const crisisLine = 'Call 0800 111 0 111, day and night.';
    await circle.admin.agent
      .put('/api/v1/clinic/channels')
      .send({ version: 0, ...channels, emergencyNumber: '112', crisisLine })
      .expect(ok);
    const help = async (of: Person) =>
      (await of.agent.get(`/api/v1/notices?patientId=${circle.patientId}`).expect(200)).body.help;
    expect(await help(circle.patient)).toBeNull();
    const id = await raise('red-flag');
    expect(await help(circle.patient)).toEqual({ flag: 'self-harm', emergencyNumber: '112', crisisLine });
    expect(await help(circle.caregiver)).toBeNull();
    await tick();
    expect(await told(id)).toEqual(['patient not-told never', 'caregiver not-told never']);
    const bells = await app.database.asOwner(
      `SELECT kind FROM delivery WHERE person_id = $1 AND kind = 'trend' AND at > (SELECT raised_at FROM alert WHERE id = $2)`,
      [circle.patient.personId, id],
    );
    expect(bells).toHaveLength(1);
    await chain.act(circle.treating, id, 'resolve', { outcome: 'contacted' });
    expect(await help(circle.patient)).toBeNull();
  });
});
