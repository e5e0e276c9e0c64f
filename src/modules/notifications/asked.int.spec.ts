import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { mailsTo } from '../../../test/support/mails.js';
import { accept, createClinic, ok } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';

/** A patient hears by mail that somebody waits for their yes. */
let app: TestApp;
let circle: CareCircle;
beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'asked-by-mail'), 'Quetzal');
  // The circle's own caregiver was asked about as well.
  await settled();
}, 120_000);
afterAll(() => app?.close());

async function invited(more: object = {}) {
  const email = `anna-${randomUUID()}@people.example`;
  const { patientId } = circle;
  const body = { id: randomUUID(), email, name: 'Anna Secret', role: 'caregiver', patientId, ...more };
  const answer = await circle.coordinator.agent.post('/api/v1/invitations').send(body).expect(ok);
  return { ...body, link: answer.body.link as string };
}
const notices = () =>
  app.database.asOwner<{ id: string; channel: string; state: string; reason: string | null }>(
    `SELECT id, channel, state, reason FROM notice WHERE words = 'asked' AND person_id = $1 ORDER BY made_at, id`,
    [circle.patient.personId],
  );
const byMail = async () => (await notices()).filter(({ channel }) => channel === 'e-mail');
const settled = () => until('it is settled', async () => (await notices()).every(({ state }) => state !== 'due'));
const mails = async () =>
  (await mailsTo(app, circle.patient.email)).filter(({ subject }) => subject === 'A question in Stepwell');
const settings = (change: object) =>
  circle.patient.agent
    .put('/api/v1/account/notices')
    .send({ webPush: true, email: true, quietHours: null, interrupt: false, ...change })
    .expect(ok);
async function inQuietHours() {
  const wall = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
  await settings({ quietHours: { from: wall(-1), until: wall(1) } });
  await app.database.asOwner(`UPDATE notice_setting SET time_zone = 'UTC' WHERE person_id = $1`, [
    circle.patient.personId,
  ]);
}
async function quietHoursEnd() {
  await settings({});
  await app.database.asOwner(`UPDATE notice SET next_at = now() WHERE state = 'due'`);
  await settled();
}
async function answerAll() {
  const { body } = await circle.patient.agent.get(`/api/v1/patients/${circle.patientId}/followers`).expect(200);
  for (const { invitationId, waits } of body.invited)
    if (waits)
      await circle.patient.agent
        .post(`/api/v1/patients/${circle.patientId}/followers/invited/${invitationId}/end`)
        .send({})
        .expect(200);
  for (const { personId, waits } of body.items)
    if (waits)
      await circle.patient.agent
        .post(`/api/v1/patients/${circle.patientId}/followers/${personId}/end`)
        .send({})
        .expect(200);
}

describe('a patient whom the team asks about somebody', () => {
  it('gets one mail that names nobody and says no more than that a question waits', async () => {
    const before = (await mails()).length;
    const anna = await invited();
    await settled();
    const texts = (await mails()).map(({ text }) => text);
    expect(texts.slice(0, texts.length - before)).toEqual([
      `Your clinic asks you something. Open Stepwell to decide.\n\n${app.url}/\n`,
    ]);
    // The same invitation sent again, its coming in, and one more to whom is asked about already are no new question.
    await accept(app, (await invited({ id: anna.id, email: anna.email })).link);
    await invited({ email: anna.email });
    await settled();
    expect((await mails()).length).toBe(before + 1);
  });

  it('gets none about whom they have invited themselves', async () => {
    const before = (await notices()).length;
    const own = { id: randomUUID(), email: `son-${randomUUID()}@people.example`, name: 'S', relationship: 'son' };
    await circle.patient.agent
      .post(`/api/v1/patients/${circle.patientId}/followers`)
      .send({ ...own, categories: ['trends'], until: null })
      .expect(ok);
    expect((await notices()).length).toBe(before);
  });

  it('gets none who wants no mails, and none in quiet hours; by then answered, it is not sent at all', async () => {
    await settings({ email: false });
    await invited();
    expect((await byMail()).at(-1)).toMatchObject({ state: 'withheld', reason: 'switched-off' });
    await inQuietHours();
    await invited();
    expect((await byMail()).at(-1)).toMatchObject({ state: 'due', reason: 'quiet-hours' });

    await answerAll();
    const before = (await mails()).length;
    await quietHoursEnd();
    expect((await byMail()).at(-1)).toMatchObject({ state: 'withheld', reason: 'answered' });
    expect((await mails()).length).toBe(before);
  });

  it('gets none about somebody whose link was closed by wrong passwords while the mail waited', async () => {
    await answerAll();
    await inQuietHours();
    const anna = await invited();
    expect((await byMail()).at(-1)).toMatchObject({ state: 'due', reason: 'quiet-hours' });
    await app.database.asOwner('UPDATE invitation SET failed_attempts = 5 WHERE id = $1', [anna.id]);
    const before = (await mails()).length;
    await quietHoursEnd();
    expect((await byMail()).at(-1)).toMatchObject({ state: 'withheld', reason: 'answered' });
    expect((await mails()).length).toBe(before);
  });
});
