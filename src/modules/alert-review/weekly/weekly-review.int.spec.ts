import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aFall, report, writePast } from '../../../../test/support/alerts.js';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle, visitOf } from '../../../../test/support/care.js';
import { clinicDay, createClinic, ok, type Person, registerPatient } from '../../../../test/support/people.js';

const DAY_MS = 86_400_000;
let app: TestApp;
let circle: CareCircle;
let south: CareCircle;
let plain: string;
let held: string;

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'north'), 'Watched');
  south = await gatherCareCircle(app, await createClinic(app, 'south'), 'Elsewhere');
  plain = await registerPatient(circle.coordinator, { familyName: 'Plain', careTeam: [] });
  held = await registerPatient(circle.coordinator, { familyName: 'Onhold', careTeam: [circle.treating.personId] });
  await app.database.asOwner(
    `INSERT INTO consent (clinic_id, id, patient_id, purpose, status, recorded_by, how)
     SELECT clinic_id, gen_random_uuid(), patient_id, purpose, 'withdrawn', recorded_by, how FROM consent WHERE patient_id = $1 AND purpose = 'monitoring'`,
    [held],
  );
  await report(app, circle.clinicId, aFall(circle.patientId));
  await report(app, south.clinicId, aFall(south.patientId));
}, 120_000);
afterAll(() => app?.close());

interface Row {
  readonly patient: { id: string; name: string };
  readonly category: string;
  readonly sentence: { key: string } | null;
  readonly items: { kind: string; answer: string | null; answerWords: string | null }[];
  readonly openItems: number;
  readonly owner: { name: string } | null;
  readonly contact: { personId: string } | null;
  readonly sprint: { day: number; days: number } | null;
  readonly nextVisit: { modality: string } | null;
  readonly decided: { thisWeek: { outcome: string; by: string; note: string }[]; lastWeek: unknown[] };
}
const review = async (
  by: Person,
  fields = '',
): Promise<{ rows: Row[]; counts: Record<string, number>; patients: number }> =>
  (await by.agent.get(`/api/v1/weekly-review${fields}`).expect(200)).body;
const rowOf = (rows: readonly Row[], id: string) => rows.find(({ patient }) => patient.id === id);

describe('the review of a week', () => {
  it('says who has the item, never whose patient it is in that place; and names a visit that goes on', async () => {
    const contactPersonId = circle.treating.personId;
    await app.database.asOwner('UPDATE patient SET contact_person_id = $2 WHERE id = $1', [
      circle.patientId,
      contactPersonId,
    ]);
    const row = async () => rowOf((await review(circle.coordinator)).rows, circle.patientId);
    expect(await row()).toMatchObject({
      openItems: 1,
      owner: null,
      contact: { personId: contactPersonId },
      nextVisit: null,
    });
    const visitId = await visitOf(circle);
    for (const minutes of [-29, -31]) {
      const startsAt = new Date(Date.now() + minutes * 60_000).toISOString();
      await app.database.asOwner('UPDATE visit SET starts_at = $2 WHERE id = $1', [visitId, startsAt]);
      expect((await row())!.nextVisit).toEqual(minutes === -29 ? expect.objectContaining({ startsAt }) : null);
    }
  });

  it('lists who is within reach, worst first, each patient once', async () => {
    const { rows, counts, patients } = await review(circle.coordinator);
    expect(patients).toBe(4);
    expect(rows.map(({ patient }) => patient.id)).toHaveLength(4);
    expect(rows[0]).toMatchObject({
      patient: { id: circle.patientId },
      category: 'worse',
      sentence: { key: 'trend.changed' },
      openItems: 1,
      items: [{ kind: 'deterioration' }],
    });
    expect(rows.at(-1)).toMatchObject({ patient: { id: held }, category: 'on-hold' });
    expect(counts).toMatchObject({ worse: 1, new: 2, 'on-hold': 1 });
  });

  it('shows a clinician only the own patients, and nobody another clinic', async () => {
    const mine = await review(circle.treating);
    expect(rowOf(mine.rows, plain)).toBeUndefined();
    expect(mine.patients).toBe(3);
    expect((await review(circle.colleague)).rows).toEqual([]);
    expect(JSON.stringify(await review(south.coordinator))).not.toContain('Watched');
  });

  it('says what the patient has answered last', async () => {
    const { body } = await circle.treating.agent.get('/api/v1/alerts').expect(200);
    const [{ id, version }] = body.items as [{ id: string; version: number }];
    await circle.treating.agent.post(`/api/v1/alerts/${id}/acknowledge`).send({ version }).expect(ok);
    const said = async () => rowOf((await review(circle.coordinator)).rows, circle.patientId)?.items[0];
    expect((await said())?.answer).toBeNull();
    // Told by a worker, as soon as somebody has looked.
    const answer = (answer: string, words?: string) =>
      circle.patient.agent.post(`/api/v1/alerts/${id}/answer`).send({ id: randomUUID(), answer, words });
    while ((await answer('ill')).status === 404) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await said()).toMatchObject({ answer: 'ill', answerWords: null });
    await answer('travelling').expect(ok);
    expect(await said()).toMatchObject({ answer: 'travelling', answerWords: null });
    await answer('other', `I moved house.\n${'Up and down. '.repeat(20)}`).expect(ok);
    const words = `I moved house. ${'Up and down. '.repeat(5)}`.slice(0, 79);
    expect(await said()).toMatchObject({ answer: 'other', answerWords: `${words}…` });
    // On the worklist as well, and whole with the alert.
    const row = (await circle.treating.agent.get('/api/v1/alerts').expect(200)).body.items[0];
    expect(row.answer).toMatchObject({ answer: 'other', words: `${words}…` });
    const detail = (await circle.treating.agent.get(`/api/v1/alerts/${id}`).expect(200)).body;
    expect(detail.answers.at(-1).words).toContain('Up and down. Up and down. Up and down. Up and down. Up');
    for (const path of ['alerts', 'weekly-review'])
      expect((await circle.colleague.agent.get(`/api/v1/${path}`)).text).not.toContain('I moved house');
  });

  it('knows the sprint’s day, the next visit and what was decided, by whom', async () => {
    const sprint = {
      id: randomUUID(),
      goal: 'Walk',
      startsOn: clinicDay(-10),
      endsOn: clinicDay(24),
      metrics: [{ metric: 'steps', target: 6000 }],
    };
    await circle.treating.agent.post(`/api/v1/patients/${circle.patientId}/sprints`).send(sprint).expect(ok);
    const startsAt = new Date(Date.now() + DAY_MS).toISOString();
    const visit = { id: randomUUID(), patientId: circle.patientId, startsAt, minutes: 30, modality: 'phone' };
    await circle.treating.agent.post('/api/v1/visits').send(visit).expect(ok);
    const { body } = await circle.treating.agent.get('/api/v1/alerts').expect(200);
    const [alert] = body.items as { id: string; version: number }[];
    const resolve = { version: alert!.version, outcome: 'plan-changed', note: 'Less at once' };
    await circle.treating.agent.post(`/api/v1/alerts/${alert!.id}/resolve`).send(resolve).expect(ok);
    const row = rowOf((await review(circle.coordinator)).rows, circle.patientId);
    expect(row).toMatchObject({
      sprint: { day: 11, days: 35 },
      nextVisit: { modality: 'phone' },
      openItems: 0,
      decided: {
        thisWeek: [{ outcome: 'plan-changed', by: circle.treating.name, note: 'Less at once' }],
        lastWeek: [],
      },
    });
  });

  it('asks for what it can answer', async () => {
    const { agent } = circle.coordinator;
    await agent.get(`/api/v1/weekly-review?week=${clinicDay(9)}`).expect(400);
    await agent.get('/api/v1/weekly-review?week=soon').expect(422);
    for (const week of ['0001-01-01', '9999-12-31']) await agent.get(`/api/v1/weekly-review?week=${week}`).expect(422);
    await agent.get('/api/v1/weekly-review?wek=2026-01-01').expect(422);
    expect((await review(circle.coordinator, '?week=2026-01-07')).rows).toEqual([]);
  });

  it('narrows to a discipline and to a team', async () => {
    const ofPsychologist = await review(circle.coordinator, '?discipline=psychologist');
    expect(ofPsychologist.patients).toBe(0);
    expect((await review(circle.coordinator, '?discipline=pain-physician')).patients).toBe(3);
    const team = randomUUID();
    await circle.admin.agent
      .put(`/api/v1/teams/${team}`)
      .send({ name: 'Backs', memberIds: [circle.treating.personId] })
      .expect(ok);
    expect((await review(circle.coordinator, `?team=${team}`)).patients).toBe(3);
    expect((await review(circle.coordinator, `?team=${randomUUID()}`)).patients).toBe(0);
  });
});

describe('a week that is over', () => {
  const lastWeek = clinicDay(-7);

  beforeAll(async () => {
    const [long, ago] = [circle.clinicId, `now() - interval '60 days'`];
    await app.database.asOwner(`UPDATE patient SET created_at = ${ago} WHERE clinic_id = $1`, [long]);
    await app.database.asOwner(`UPDATE consent SET recorded_at = ${ago} WHERE clinic_id = $1 AND status = 'given'`, [
      long,
    ]);
    // Open all of last week; somebody has just dealt with it.
    const id = await writePast(app, circle, { raised: 14, resolved: 0, outcome: 'contacted' });
    await app.database.asOwner(`UPDATE alert SET discipline = 'psychologist' WHERE id = $1`, [id]);
  });

  it('says nothing of visits: those that were booked then have taken place since', async () => {
    const { patientId } = circle;
    expect(rowOf((await review(circle.coordinator)).rows, patientId)).toMatchObject({
      nextVisit: { modality: 'phone' },
    });
    expect(rowOf((await review(circle.coordinator, `?week=${lastWeek}`)).rows, patientId)).toMatchObject({
      items: [{ kind: 'no-show' }],
      nextVisit: null,
    });
  });

  it('is narrowed to a discipline by what was open then, and this week by what is open now', async () => {
    const { rows } = await review(circle.coordinator, `?week=${lastWeek}&discipline=psychologist`);
    expect(rows.map(({ patient }) => patient.id)).toEqual([circle.patientId]);
    expect((await review(circle.coordinator, '?discipline=psychologist')).patients).toBe(0);
  });
});
