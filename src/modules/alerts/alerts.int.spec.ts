import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../../../test/support/people.js';
import { WorkerDatabase } from '../../platform/database/worker-database.js';
import { aConcern, trendEvidence } from './alerts.testkit.js';
import type { Concern } from './concerns/concern.js';
import { reportConcerns } from './index.js';

let app: TestApp;
let circle: CareCircle;
let stranger: Person;

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'alerts'), 'Watched');
  stranger = await inviteAndAccept(app, (await createClinic(app, 'elsewhere')).admin, { role: 'coordinator' });
}, 120_000);
afterAll(() => app?.close());

/** What the trend worker does at the end of each evaluation. */
const judge = (patientId: string, ...concerns: Concern[]) =>
  app.nest.get(WorkerDatabase).as.inClinic(circle.clinicId, () =>
    reportConcerns({
      patientId,
      producer: 'trends',
      concerns: concerns.map((one) => ({ ...one, patientId }) as Concern),
      now: new Date(),
    }),
  );
const concern = aConcern;

interface Row {
  id: string;
  version: number;
  state: string;
}
const openOf = async (patientId: string, by = circle.treating): Promise<Row[]> =>
  (await by.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200)).body.items;
async function raised(...concerns: Concern[]): Promise<{ patientId: string; alert: Row }> {
  const patientId = await registerPatient(circle.treating);
  await judge(patientId, ...(concerns.length ? concerns : [concern()]));
  return { patientId, alert: (await openOf(patientId))[0]! };
}
const act = (by: Person, id: string, what: 'acknowledge' | 'resolve', version: number) =>
  by.agent
    .post(`/api/v1/alerts/${id}/${what}`)
    .send(what === 'resolve' ? { version, outcome: 'contacted', note: 'Spoke on the phone' } : { version });
const kinds = async (id: string): Promise<string[]> =>
  (await circle.treating.agent.get(`/api/v1/alerts/${id}`).expect(200)).body.timeline.map(
    (e: { kind: string }) => e.kind,
  );

describe('an alert', () => {
  it('is raised, taken over, handled, and tells its story', async () => {
    const { alert } = await raised();
    expect(alert).toMatchObject({
      state: 'open',
      tier: 'week',
      sentence: concern().sentence,
      spark: { low: 5000, high: 8000 },
    });
    const { body: mine } = await act(circle.treating, alert.id, 'acknowledge', alert.version).expect(200);
    expect(mine).toMatchObject({ state: 'acknowledged', owner: { personId: circle.treating.personId } });
    const { body: done } = await act(circle.coordinator, alert.id, 'resolve', mine.version).expect(200);
    expect(done).toMatchObject({ state: 'resolved', outcome: 'contacted' });
    expect(done.timeline.map((e: { kind: string; note: string | null }) => [e.kind, e.note])).toEqual([
      ['raised', null],
      ['acknowledged', null],
      ['resolved', 'Spoke on the phone'],
    ]);
  });

  it('acknowledged twice by one is acknowledged once', async () => {
    const { alert } = await raised();
    for (let i = 0; i < 2; i++) await act(circle.treating, alert.id, 'acknowledge', alert.version).expect(200);
    expect(await kinds(alert.id)).toEqual(['raised', 'acknowledged']);
  });

  it('resolved by two at once is resolved by one', async () => {
    const { alert } = await raised();
    const answers = await Promise.all([
      act(circle.treating, alert.id, 'resolve', alert.version),
      act(circle.coordinator, alert.id, 'resolve', alert.version),
    ]);
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
    expect(answers.find((a) => a.status === 409)!.body.code).toBe('ALERT_ALREADY_RESOLVED');
    expect(await kinds(alert.id)).toEqual(['raised', 'resolved']);
  });

  it('that has changed since it was seen is a conflict', async () => {
    const { patientId, alert } = await raised();
    await judge(patientId, concern({ severity: 2 }));
    const answer = await act(circle.treating, alert.id, 'resolve', alert.version);
    expect([answer.status, answer.body.code]).toEqual([409, 'ALERT_VERSION_CONFLICT']);
    expect((await openOf(patientId))[0]).toMatchObject({ id: alert.id, state: 'open', tier: 'today' });
  });

  it('worsened after it was acknowledged is open again', async () => {
    const { patientId, alert } = await raised();
    await act(circle.treating, alert.id, 'acknowledge', alert.version).expect(200);
    await judge(patientId, concern({ severity: 2 }));
    expect((await openOf(patientId))[0]).toMatchObject({ id: alert.id, state: 'open' });
    expect(await kinds(alert.id)).toEqual(['raised', 'acknowledged', 'worsened']);
  });

  it('once handled is quiet, until it is worse', async () => {
    const { patientId, alert } = await raised();
    await act(circle.treating, alert.id, 'resolve', alert.version).expect(200);
    await judge(patientId, concern({ evidence: trendEvidence({ daysSince: 9 }) }));
    expect(await openOf(patientId)).toEqual([]);
    await judge(patientId, concern({ severity: 2 }));
    const [again] = await openOf(patientId);
    expect(again!.id).not.toBe(alert.id);
  });

  it('that went and came back is raised anew', async () => {
    const { patientId, alert } = await raised();
    await act(circle.treating, alert.id, 'resolve', alert.version).expect(200);
    await judge(patientId);
    await judge(patientId, concern());
    expect(await openOf(patientId)).toHaveLength(1);
  });

  it('that went by itself is cleared', async () => {
    const { patientId, alert } = await raised();
    await judge(patientId);
    expect(await openOf(patientId)).toEqual([]);
    expect(await kinds(alert.id)).toEqual(['raised', 'cleared']);
    await judge(patientId, concern());
    expect(await openOf(patientId)).toHaveLength(1);
  });

  it('is one, however many judge at once', async () => {
    const patientId = await registerPatient(circle.treating);
    await Promise.all(Array.from({ length: 4 }, () => judge(patientId, concern())));
    expect(await openOf(patientId)).toHaveLength(1);
  });
});

describe('who may see it', () => {
  it.each([
    ['a patient', () => circle.patient, 403],
    ['a caregiver', () => circle.caregiver, 403],
    ['an admin', () => circle.admin, 403],
    ['a clinician who does not treat the patient', () => circle.colleague, 404],
    ['somebody of another clinic', () => stranger, 404],
  ] as const)('not %s', async (_name, who, status) => {
    const { patientId, alert } = await raised();
    const { agent } = who();
    expect((await agent.get(`/api/v1/alerts/${alert.id}`)).status).toBe(status);
    for (const what of ['acknowledge', 'resolve'] as const)
      expect((await act(who(), alert.id, what, alert.version)).status).toBe(status);
    const list = await agent.get(`/api/v1/alerts?patientId=${patientId}`);
    expect(status === 403 ? list.status : list.body.items).toEqual(status === 403 ? 403 : []);
    expect((await openOf(patientId))[0]).toEqual(alert);
  });

  it('nobody sees what is not there', async () => {
    for (const id of [randomUUID(), 'x', '-'.repeat(36)])
      await circle.treating.agent.get(`/api/v1/alerts/${id}`).expect(404);
  });

  it('a list of mine holds what I took over', async () => {
    const { patientId, alert } = await raised();
    const mine = async (): Promise<Row[]> =>
      (await circle.treating.agent.get(`/api/v1/alerts?whose=mine&patientId=${patientId}`).expect(200)).body.items;
    expect(await mine()).toEqual([]);
    await act(circle.treating, alert.id, 'acknowledge', alert.version).expect(200);
    expect((await mine()).map((row) => row.id)).toEqual([alert.id]);
  });
});

it.each([
  ['no version', { outcome: 'contacted' }, 'version'],
  ['an outcome of our own', { version: 1, outcome: 'cleared' }, 'outcome'],
  ['a misspelt member', { version: 1, outcome: 'contacted', notes: 'x' }, 'notes'],
  ['a note without end', { version: 1, outcome: 'contacted', note: 'x'.repeat(2001) }, 'note'],
])('refuses %s by name', async (_name, body, path) => {
  const { alert } = await raised();
  const answer = await circle.treating.agent.post(`/api/v1/alerts/${alert.id}/resolve`).send(body);
  expect([answer.status, answer.body.errors[0].path]).toEqual([422, path]);
});
