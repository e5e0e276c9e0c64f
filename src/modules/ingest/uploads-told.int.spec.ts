import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { freshDatabase } from '../../../test/support/database.js';
import { postObservations } from '../../../test/support/fhir.js';
import {
  createClinic,
  inviteAndAccept,
  type Person,
  registerPatient,
  signIn,
  tokenFor,
} from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { ObservationsService } from '../observations/index.js';

let app: TestApp;
let dataDir: string;
let clinic: Awaited<ReturnType<typeof createClinic>>;
let clinician: Person;
let token: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stepwell-told-'));
  app = await createTestApp({ env: { STEPWELL_DATA_DIR: dataDir }, database: await freshDatabase() });
  clinic = await createClinic(app, 'uploads-told');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(async () => {
  await app?.close();
  await app?.database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const EXPORT = `<?xml version="1.0"?><HealthData locale="en_GB"><ExportDate value="2026-02-08 08:00:00 +0100"/>
  <Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" startDate="2026-02-07 08:10:00 +0100" endDate="2026-02-07 08:11:00 +0100" value="30"/></HealthData>`;
const send = async (patientId: string, file: string) =>
  (
    await clinician.agent
      .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
      .attach('file', Buffer.from(file), 'export.xml')
      .expect(202)
  ).body.id as string;
const listed = async (patientId: string) =>
  (await clinician.agent.get(`/ingest/v1/uploads?patient=${patientId}`).expect(200)).body.uploads as {
    id: string;
    state: string;
  }[];
const isOver = (patientId: string) =>
  until('the upload is over', async () => ['done', 'failed'].includes((await listed(patientId))[0]?.state ?? ''));

const away = () => Object.assign(new Error('away'), { code: 'ECONNREFUSED', syscall: 'connect' });
async function startAgain(): Promise<void> {
  await app.nest.close();
  await app.surroundings.close();
  jest.restoreAllMocks();
  app = await createTestApp({ env: { STEPWELL_DATA_DIR: dataDir }, database: app.database });
  clinician = { ...clinician, agent: await signIn(app, clinician.email) };
}

it('a source that came by a file says when that was brought in; one that sends by itself does not', async () => {
  const patientId = await registerPatient(clinician);
  const id = await send(patientId, EXPORT);
  await isOver(patientId);
  await postObservations(app, token, patientId, [
    { metric: 'steps', value: 10, start: '2026-02-07T09:00:00Z', end: '2026-02-07T09:01:00Z', device: 'test watch' },
  ]);
  const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}`).expect(200);
  const said = Object.fromEntries(
    body.devices.map((d: { label: string; fileAt: string | null }) => [d.label, d.fileAt]),
  );
  const [row] = await app.database.asOwner<{ at: Date }>('SELECT created_at AS at FROM upload WHERE id = $1', [id]);
  expect(said).toEqual({ 'Apple iPhone': row!.at.toISOString(), 'Test Watch': null });
});

it('pages that are open hear of a file that was read, though nothing in it is new, of one that failed, and of one that was taken back', async () => {
  const patientId = await registerPatient(clinician);
  const rings = (of: string) =>
    app.database.asOwner(`SELECT FROM delivery WHERE kind = 'patient' AND object_id = $1 AND person_id = $2`, [
      patientId,
      of,
    ]);
  const stranger = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  const heard: number[] = [];
  for (const file of [EXPORT, EXPORT, 'nothing like it']) {
    await send(patientId, file);
    await isOver(patientId);
    heard.push((await rings(clinician.personId)).length);
  }
  const [, , first] = await listed(patientId);
  await clinician.agent.post(`/ingest/v1/uploads/${first!.id}/take-back`).expect(202);
  await until('it is taken back', async () => (await listed(patientId))[2]?.state === 'taken-back');
  expect([...heard, (await rings(clinician.personId)).length]).toEqual([1, 2, 3, 4]);
  expect(await rings(stranger.personId)).toEqual([]);
});

it('a file that is still being read after a new start is told to whoever opens the page, and then how it ended', async () => {
  const patientId = await registerPatient(clinician);
  jest.spyOn(app.nest.get(ObservationsService), 'store').mockImplementation(() => Promise.reject(away()));
  const id = await send(patientId, EXPORT);
  await until('it is being read', async () => (await listed(patientId))[0]?.state === 'reading');
  await startAgain();
  await until('it is listed', async () => (await listed(patientId))[0]?.id === id);
  await isOver(patientId);
  expect(await listed(patientId)).toMatchObject([{ id, state: 'done', stored: 1, sentAt: expect.any(String) }]);
  await send(patientId, 'no export at all');
  await isOver(patientId);
  expect(await listed(patientId)).toMatchObject([{ state: 'failed', error: expect.any(String) }, { id }]);
}, 60_000);

it('what was stored before the server died is not counted as known when the file is read again', async () => {
  const patientId = await registerPatient(clinician);
  const at = (minute: number) => new Date(Date.UTC(2026, 1, 7, 8, minute)).toISOString().slice(0, 19).replace('T', ' ');
  const minutes = Array.from(
    { length: 2500 },
    (_, i) =>
      `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" startDate="${at(i)} +0000" endDate="${at(i + 1)} +0000" value="${i % 90}"/>`,
  );
  // Of these one was there: it came by another file.
  await send(patientId, `<HealthData locale="en_GB">${minutes[2000]}</HealthData>`);
  await isOver(patientId);
  const observations = app.nest.get(ObservationsService);
  const store = observations.store.bind(observations);
  let batches = 0;
  jest
    .spyOn(observations, 'store')
    .mockImplementation((...args) => (batches++ === 0 ? store(...args) : Promise.reject(away())));
  const id = await send(patientId, `<HealthData locale="en_GB">${minutes.join('')}</HealthData>`);
  await until('some of it is stored', () => batches > 1);
  await startAgain();
  await until('it is listed', async () => (await listed(patientId))[0]?.id === id);
  await isOver(patientId);
  expect((await listed(patientId))[0]).toMatchObject({ state: 'done', stored: 2499, duplicates: 1 });
}, 60_000);

it('a device is said to have come by the newest of its files, and by the one that stays', async () => {
  const patientId = await registerPatient(clinician);
  const fileAt = async () => {
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}`).expect(200);
    return body.devices.map((device: { fileAt: string | null }) => device.fileAt);
  };
  const sentAt = async (place: number) => {
    const { body } = await clinician.agent.get(`/ingest/v1/uploads?patient=${patientId}`).expect(200);
    return body.uploads[place].sentAt;
  };
  await send(patientId, EXPORT);
  await isOver(patientId);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const id = await send(patientId, EXPORT);
  await isOver(patientId);
  expect(await fileAt()).toEqual([await sentAt(0)]);
  const first = (await listed(patientId))[1]!.id;
  expect(first).not.toBe(id);
  await clinician.agent.post(`/ingest/v1/uploads/${first}/take-back`).expect(202);
  await until('it is taken back', async () => (await listed(patientId))[1]?.state === 'taken-back');
  expect(await fileAt()).toEqual([await sentAt(0)]);
});
