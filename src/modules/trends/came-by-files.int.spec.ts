import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
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
import { untilQuiet } from '../../../test/support/quiet.js';
import { until } from '../../../test/support/until.js';
import { addDays, civilDayOf } from '../../metrics/index.js';

const today = civilDayOf('Europe/Berlin', Date.now());
const LAST_DAY = addDays(today, -16);

let app: TestApp;
let dataDir: string;
let clinician: Person;
let token: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stepwell-files-'));
  app = await createTestApp({ env: { STEPWELL_DATA_DIR: dataDir }, database: await freshDatabase() });
  const clinic = await createClinic(app, 'came-by-files');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(async () => {
  await app?.close();
  await app?.database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Forty days of steps up to a day long ago. */
const records = Array.from({ length: 40 }, (_, i) => addDays(LAST_DAY, -i)).map(
  (day) =>
    `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" startDate="${day} 08:00:00 +0100" endDate="${day} 20:00:00 +0100" value="6000"/>`,
);
const EXPORT = `<?xml version="1.0"?><HealthData locale="en_GB"><ExportDate value="${today} 08:00:00 +0100"/>${records.join('')}</HealthData>`;

async function bringIn(isProgram = false): Promise<{ patientId: string; fileId: string; broughtAt: string }> {
  const patientId = await registerPatient(clinician);
  const path = `/ingest/v1/uploads?patient=${patientId}&kind=apple-health`;
  const request = isProgram
    ? app.http().post(path).set('authorization', `Bearer ${token}`)
    : clinician.agent.post(path);
  await request.attach('file', Buffer.from(EXPORT), 'export.xml').expect(202);
  const listed = async () =>
    (await clinician.agent.get(`/ingest/v1/uploads?patient=${patientId}`).expect(200)).body.uploads[0];
  await until('the file is read', async () => (await listed()).state === 'done');
  await untilQuiet(app.database, patientId);
  const { id, sentAt } = await listed();
  return { patientId, fileId: id, broughtAt: sentAt };
}
const seriesOf = async (patientId: string) =>
  (await clinician.agent.get(`/api/v1/patients/${patientId}/series?from=${addDays(today, -20)}`).expect(200)).body;

it('what came by files alone has no contact: its days are not there, and the words ask for a new export', async () => {
  const { patientId, broughtAt } = await bringIn();
  const { sync, headline, patientHeadline, panels } = await seriesOf(patientId);
  expect(sync.fileAt).toBe(broughtAt);
  for (const sentence of [headline, patientHeadline, panels[0].sentence])
    expect(sentence).toMatchObject({ key: 'trend.insufficient', facts: { reason: 'notSynced', by: 'file' } });
  expect(panels[0].days.slice(-7, -1).map(({ state }: { state: string }) => state)).toEqual(
    Array.from({ length: 6 }, () => 'notSynced'),
  );
}, 60_000);

it('what a program has brought in as a file came by a file all the same', async () => {
  const { patientId, broughtAt } = await bringIn(true);
  expect((await seriesOf(patientId)).sync.fileAt).toBe(broughtAt);
}, 60_000);

it('where a program sends as well, a silence is its own', async () => {
  const { patientId } = await bringIn();
  const [start, end] = [`${LAST_DAY}T09:00:00Z`, `${LAST_DAY}T09:30:00Z`];
  await postObservations(app, token, patientId, [{ metric: 'steps', value: 10, start, end, device: 'test watch' }]);
  await untilQuiet(app.database, patientId);
  const { sync, headline } = await seriesOf(patientId);
  expect(sync).toMatchObject({ state: 'stalled', fileAt: null });
  expect(headline.facts.by).toBeUndefined();
}, 60_000);

it('what the team says of a reading, or takes back with its file, is no word of its device', async () => {
  const { patientId, fileId, broughtAt } = await bringIn();
  const contacts = () =>
    app.database.asOwner('SELECT source_id, last_contact_at FROM source_contact WHERE patient_id = $1', [patientId]);
  const before = await contacts();
  expect(before).toHaveLength(1);
  // Another node remembers of no device that it was heard of lately.
  const other = await createTestApp({ env: { STEPWELL_DATA_DIR: dataDir }, database: app.database });
  try {
    const agent = await signIn(other, clinician.email);
    const of = `/api/v1/patients/${patientId}`;
    const { body } = await agent.get(`${of}/days/steps/${LAST_DAY}`).expect(200);
    const [{ id, version }] = body.observations;
    await agent.post(`${of}/observations/${id}/correction`).send({ version, reason: 'Not hers.' }).expect(200);
    expect(await contacts()).toEqual(before);
    expect((await seriesOf(patientId)).sync.fileAt).toBe(broughtAt);
    await agent.post(`/ingest/v1/uploads/${fileId}/take-back`).expect(202);
    const state = async () => (await agent.get(`/ingest/v1/uploads/${fileId}`).expect(200)).body.state;
    await until('the file is taken back', async () => (await state()) === 'taken-back');
    expect(await contacts()).toEqual(before);
  } finally {
    await other.close();
  }
}, 60_000);
