import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { postObservations } from '../../../../test/support/fhir.js';
import { createClinic, ok, registerPatient } from '../../../../test/support/people.js';
import { ConsentsService } from '../../consents/index.js';
import { ErasureRunner } from './erasure-runner.js';

let app: TestApp;
let circle: CareCircle;
let patientId: string;
beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'stopped'), 'Zephyrine');
  // None is due by itself.
  await circle.admin.agent.put('/api/v1/clinic/retention').send({ exportDays: 3, erasureGraceDays: 90 }).expect(200);
}, 120_000);
afterAll(() => app?.close());
beforeEach(async () => {
  patientId = await registerPatient(circle.coordinator);
});
afterEach(() => void jest.restoreAllMocks());

const post = (path: string, by = circle.coordinator, body: object = {}) =>
  by.agent.post(`/api/v1/patients/${patientId}/${path}`).send(body);
async function approved(): Promise<string> {
  const id = randomUUID();
  await post('erasure', circle.coordinator, { id, reason: 'She asked on paper' }).expect(ok);
  await post('erasure/approve', circle.admin).expect(200);
  return id;
}
const step = (id: string) => app.nest.get(ErasureRunner).step(circle.clinicId, id);
const isThere = async () =>
  (await app.database.asOwner('SELECT 1 FROM patient WHERE id = $1', [patientId])).length === 1;

it('what was cancelled as it began is not done, or cannot be cancelled any more', async () => {
  const id = await approved();
  const consents = app.nest.get(ConsentsService);
  const withdrawAll = consents.withdrawAll.bind(consents);
  let cancelled = 0;
  jest.spyOn(consents, 'withdrawAll').mockImplementation(async (...asked) => {
    ({ status: cancelled } = await post('erasure/cancel'));
    return withdrawAll(...asked);
  });
  while ((await step(id)) === 'more');
  expect({ cancelled, isThere: await isThere() }).toEqual({ cancelled: 409, isThere: false });
});

it('what was cancelled before that leaves everything, also the account', async () => {
  const id = await approved();
  const { as } = app.surroundings.workerDatabase;
  const inClinic = as.inClinic.bind(as);
  let turn = 0;
  jest.spyOn(as, 'inClinic').mockImplementation(async (clinicId, run) => {
    if (clinicId === circle.clinicId && turn++ === 1) await post('erasure/cancel').expect(200);
    return inClinic(clinicId, run);
  });
  const withdrawAll = jest.spyOn(app.nest.get(ConsentsService), 'withdrawAll');
  expect(await step(id)).toBe('done');
  expect(withdrawAll).not.toHaveBeenCalled();
  expect(await isThere()).toBe(true);
});

it('a legal hold that comes as a step begins stops that step', async () => {
  await postObservations(app, circle.token, patientId, [
    { metric: 'steps', value: 7, start: '2026-03-10T10:00:00Z', end: '2026-03-10T11:00:00Z' },
  ]);
  const id = await approved();
  expect(await step(id)).toBe('more');
  const { as } = app.surroundings.workerDatabase;
  const inClinic = as.inClinic.bind(as);
  let turn = 0;
  jest.spyOn(as, 'inClinic').mockImplementation(async (clinicId, run) => {
    if (clinicId === circle.clinicId && turn++ === 1)
      await post('holds', circle.admin, { id: randomUUID(), reason: 'A lawsuit' }).expect(204);
    return inClinic(clinicId, run);
  });
  expect(await step(id)).toEqual({ waitSeconds: 3600 });
  expect(await app.database.asOwner('SELECT value::int FROM observation WHERE patient_id = $1', [patientId])).toEqual([
    { value: 7 },
  ]);
});

it('is closed once more where the node that had begun it has died', async () => {
  const id = await approved();
  const consents = app.nest.get(ConsentsService);
  const dying = jest.spyOn(consents, 'withdrawAll').mockRejectedValueOnce(new Error('gone'));
  await expect(step(id)).rejects.toThrow('gone');
  expect(await isThere()).toBe(true);
  while ((await step(id)) === 'more');
  expect(dying).toHaveBeenCalledTimes(2);
  expect(await isThere()).toBe(false);
});
