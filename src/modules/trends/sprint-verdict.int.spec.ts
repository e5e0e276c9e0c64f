import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { postObservations, type Reading } from '../../../test/support/fhir.js';
import {
  createClinic,
  inviteAndAccept,
  ok,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../test/support/people.js';
import { addDays, civilDayOf, endOfDay, startOfDay } from '../../metrics/index.js';
import { findTreatmentStart } from '../patients/index.js';

const ZONE = 'Europe/Berlin';
const today = civilDayOf(ZONE, Date.now());

let app: TestApp;
let clinicId: string;
let clinician: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'sprints');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

/** Steps of the days before today, oldest first. */
const walk = (days: number, level: (daysAgo: number) => number): Reading[] =>
  Array.from({ length: days }, (_, i) => {
    const daysAgo = days - i;
    const day = addDays(today, -daysAgo);
    const value = Math.round(level(daysAgo) * (1 + (((i * 7919) % 13) - 6) / 60));
    const [start, end] = [startOfDay(ZONE, day), endOfDay(ZONE, day)];
    return { metric: 'steps', value, start: new Date(start).toISOString(), end: new Date(end).toISOString() };
  });

const plan = (patientId: string, fromDaysAgo: number, length: number) =>
  clinician.agent
    .post(`/api/v1/patients/${patientId}/sprints`)
    .send({
      id: randomUUID(),
      goal: 'Walk to the market',
      startsOn: addDays(today, -fromDaysAgo),
      endsOn: addDays(today, length - 1 - fromDaysAgo),
      metrics: [{ metric: 'steps', target: 9000 }],
    })
    .expect(ok);

async function verdictOf(patientId: string) {
  const until = Date.now() + 40_000;
  while (Date.now() < until) {
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/series`).expect(200);
    if (body.sprintVerdict) return body.sprintVerdict;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('No verdict in time');
}

it.each([
  [
    'after 30 of 42 days of rising steps',
    30,
    (ago: number) => (ago > 30 ? 4000 : 4000 + 130 * (30 - ago)),
    'improving',
    false,
  ],
  [
    'after 30 of 42 days of falling steps',
    30,
    (ago: number) => (ago > 30 ? 6000 : 6000 - 110 * (30 - ago)),
    'deteriorating',
    false,
  ],
  ['on day 9, with a word of warning', 8, () => 5000, 'plateau', true],
])(
  'a sprint has a verdict %s',
  async (_name, begun, level, label, isProvisional) => {
    const patientId = await registerPatient(clinician);
    await plan(patientId, begun, 42);
    await postObservations(app, token, patientId, walk(90, level));
    const verdict = await verdictOf(patientId);
    expect(verdict).toMatchObject({ metric: 'steps', label, isProvisional, isFinal: false, isReached: false });
    const { improving, plateau, deteriorating, insufficient } = verdict.probs;
    expect(improving + plateau + deteriorating + insufficient).toBeCloseTo(1, 9);
    expect(verdict.confidence).toBe(verdict.probs[label]);
  },
  60_000,
);

it('a goal that is reached is good news on the worklist, once', async () => {
  const patientId = await registerPatient(clinician);
  await plan(patientId, 30, 42);
  await postObservations(
    app,
    token,
    patientId,
    walk(90, (ago) => (ago > 15 ? 6000 : 10_500)),
  );
  const goals = async () =>
    (await clinician.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200)).body.items.filter(
      (row: { kind: string }) => row.kind === 'goal-reached',
    );
  const until = Date.now() + 40_000;
  while ((await goals()).length === 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
  const [alert, ...others] = await goals();
  expect(others).toEqual([]);
  expect(alert).toMatchObject({ tier: 'good', sentence: { key: 'goal.reached', facts: { target: 9000 } } });
  const { body } = await clinician.agent.get(`/api/v1/alerts/${alert.id}`).expect(200);
  expect(body.evidence).toMatchObject({ type: 'goal', metric: 'steps', target: 9000, baseline: 6000 });
}, 60_000);

it('sprints that follow one another are one treatment; a long pause begins another', async () => {
  const patientId = await registerPatient(clinician);
  await plan(patientId, 300, 28);
  await plan(patientId, 90, 42);
  await plan(patientId, 40, 42);
  const start = await app.surroundings.database.inClinic(clinicId, () =>
    findTreatmentStart(patientId, addDays(today, -40)),
  );
  expect(start).toBe(addDays(today, -90));
});
