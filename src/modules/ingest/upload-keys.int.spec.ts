import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import { UploadsService } from './uploads.service.js';

let app: TestApp;
let dataDir: string;
let clinicId: string;
let clinician: Person;
let patientId: string;
let key: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stepwell-keys-'));
  app = await createTestApp({ env: { STEPWELL_DATA_DIR: dataDir } });
  const clinic = await createClinic(app, 'upload-keys');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
}, 120_000);
afterAll(async () => {
  await app?.close();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  patientId = await registerPatient(clinician);
  key = randomUUID();
});
afterEach(() => void jest.restoreAllMocks());

const exportOf = (steps: number) =>
  `<?xml version="1.0"?><HealthData><ExportDate value="2026-02-08 08:00:00 +0100"/>
  <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Watch" unit="count" startDate="2026-02-07 08:10:00 +0100" endDate="2026-02-07 08:11:00 +0100" value="${steps}"/></HealthData>`;
const upload = (file: string, as = key, of = patientId) =>
  clinician.agent
    .post(`/ingest/v1/uploads?patient=${of}&kind=apple-health`)
    .set('idempotency-key', as)
    .attach('file', Buffer.from(file), 'export.xml');
interface Listed {
  readonly id: string;
  readonly state: string;
  readonly stored: number;
}
const listed = async (): Promise<Listed[]> =>
  (await clinician.agent.get(`/ingest/v1/uploads?patient=${patientId}`).expect(200)).body.uploads;
/** What the patient's list says once nothing is under way. */
async function read(): Promise<Listed[]> {
  await until('it is read', async () => (await listed()).every(({ state }) => state === 'done' || state === 'failed'));
  return listed();
}
const folder = () => join(dataDir, 'uploads');
const left = () => readdir(folder()).catch((): string[] => []);
const nothingIsLeft = () => until('nothing is left', async () => (await left()).length === 0);

it('the same file under the same key is the first upload, and leaves nothing', async () => {
  const { body } = await upload(exportOf(30)).expect(202);
  expect((await upload(exportOf(30)).expect(202)).body).toEqual(body);
  expect(await read()).toMatchObject([{ id: body.id, state: 'done', stored: 1 }]);
  await nothingIsLeft();
  expect(
    await app.database.asOwner(
      `SELECT object_id AS of FROM audit_event WHERE type = 'Upload' AND interaction = 'create' AND patient_id = $1`,
      [patientId],
    ),
  ).toEqual([{ of: body.id }, { of: body.id }]);
});

it('another file under the same key is refused, and leaves nothing', async () => {
  const { body } = await upload(exportOf(30)).expect(202);
  expect((await upload(exportOf(31))).body).toMatchObject({ status: 422, code: 'KEY_REUSED' });
  expect(await read()).toMatchObject([{ id: body.id, state: 'done' }]);
  await nothingIsLeft();
});

it('many at once under one key are one upload', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (;;) {
        const answer = await upload(exportOf(30));
        if (answer.status !== 409) return answer.body.id as string;
      }
    }),
  );
  expect(await read()).toMatchObject([{ id: answers[0], state: 'done', stored: 1 }]);
  expect(new Set(answers).size).toBe(1);
  await nothingIsLeft();
});

it('a file that is refused leaves its key free', async () => {
  const twice = await upload(exportOf(30)).attach('more', Buffer.from('more'), 'more.xml');
  expect(twice.status).toBe(400);
  expect(await listed()).toEqual([]);
  const { body } = await upload(exportOf(30)).expect(202);
  expect(await read()).toMatchObject([{ id: body.id, state: 'done' }]);
});

it('a key that is none is refused before the file is read', async () => {
  const asked = clinician.agent
    .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
    .set({ 'idempotency-key': 'a b', 'content-type': 'multipart/form-data; boundary=XX' });
  // Without its end: whoever reads on says that.
  asked.write(`--XX\r\ncontent-disposition: form-data; name="file"; filename="a.xml"\r\n\r\n${exportOf(30)}`);
  const { status, body } = await asked.buffer(true);
  expect([status, body.errors?.[0]?.path]).toEqual([400, 'Idempotency-Key']);
  expect([await listed(), await left()]).toEqual([[], []]);
}, 20_000);

it('a commit whose answer was lost is read on, and the same again is that upload', async () => {
  const idempotency = app.nest.get(Idempotency);
  const once = idempotency.once.bind(idempotency);
  jest.spyOn(idempotency, 'once').mockImplementationOnce(async (...asked) => {
    await once(...asked);
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
  });
  expect((await upload(exportOf(30))).status).toBe(503);
  const [first] = await read();
  expect(first).toMatchObject({ state: 'done', stored: 1 });
  expect((await upload(exportOf(30)).expect(202)).body).toEqual({ id: first!.id });
  expect(await read()).toHaveLength(1);
});

it('a file over which the server died before it had an upload goes at the next start, and its key is free', async () => {
  const id = randomUUID();
  await mkdir(folder(), { recursive: true });
  for (const end of ['', '.part']) await writeFile(join(folder(), `${clinicId}.${id}.upload${end}`), exportOf(30));
  await app.nest.get(UploadsService).onApplicationBootstrap();
  await nothingIsLeft();
  const { body } = await upload(exportOf(30)).expect(202);
  expect(await read()).toMatchObject([{ id: body.id, state: 'done', stored: 1 }]);
}, 60_000);
