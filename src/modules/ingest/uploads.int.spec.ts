import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { freshDatabase } from '../../../test/support/database.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { consentMissing, ObservationsService } from '../observations/index.js';

let app: TestApp;
let dataDir: string;
let clinician: Person;
let patientId: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stepwell-uploads-'));
  app = await createTestApp({ env: { STEPWELL_DATA_DIR: dataDir }, database: await freshDatabase() });
  const clinic = await createClinic(app, 'uploads');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
}, 120_000);
afterAll(async () => {
  await app?.close();
  await app?.database.drop();
  await rm(dataDir, { recursive: true, force: true });
});
afterEach(() => void jest.restoreAllMocks());

const records = Array.from(
  { length: 30 },
  (_, i) =>
    `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Watch" unit="count" startDate="2026-02-07 08:${10 + i}:00 +0100" endDate="2026-02-07 08:${11 + i}:00 +0100" value="${i}"/>`,
).join('');
const EXPORT = `<?xml version="1.0"?><HealthData locale="en_GB"><ExportDate value="2026-02-08 08:00:00 +0100"/>${records}</HealthData>`;

async function upload(): Promise<string> {
  patientId = await registerPatient(clinician);
  const { body } = await clinician.agent
    .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
    .attach('file', Buffer.from(EXPORT), 'export.xml')
    .expect(202);
  return body.id as string;
}
async function ended(id: string): Promise<Record<string, unknown>> {
  const [row] = await app.database.asOwner<Record<string, unknown>>(
    `SELECT state, stored, duplicates, error FROM upload WHERE id = $1 AND state IN ('done', 'failed')`,
    [id],
  );
  return row ?? {};
}
const isOver = (id: string) => until('the upload is over', async () => 'state' in (await ended(id)));
const leftFiles = () => readdir(join(dataDir, 'uploads'));

const gone = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
/** The first turns of storing a batch meet this. */
function meets(...faults: (() => Error)[]) {
  const observations = app.nest.get(ObservationsService);
  const store = observations.store.bind(observations);
  let turn = 0;
  return jest.spyOn(observations, 'store').mockImplementation(async (...asked) => {
    const fault = faults[turn++];
    if (fault) throw fault();
    return store(...asked);
  });
}
/** From now on nobody can write how an upload stands. */
const takeDatabaseAway = () =>
  jest.spyOn(app.surroundings.database, 'inClinic').mockImplementation(() => Promise.reject(gone()));

describe('an upload', () => {
  it('that meets too much work, or no database, is stored to its end and counted once', async () => {
    meets(() => new DomainError('TOO_BUSY', 503, 'Try again.'), gone);
    const id = await upload();
    await isOver(id);
    expect(await ended(id)).toEqual({ state: 'done', stored: 30, duplicates: 0, error: null });
    await until('the file is gone', async () => (await leftFiles()).length === 0);
  }, 60_000);

  it('that is refused while the database goes away keeps its file until the word why is written', async () => {
    const tried: number[] = [];
    meets(() => {
      const away = takeDatabaseAway();
      setTimeout(() => {
        tried.push(away.mock.calls.length);
        away.mockRestore();
      }, 2_500);
      return consentMissing();
    });
    const id = await upload();
    await until('the refusal could not be written', async () => tried.length > 0);
    expect(tried[0]).toBeGreaterThanOrEqual(2);
    expect(await leftFiles()).toHaveLength(1);
    await isOver(id);
    expect(await ended(id)).toMatchObject({ state: 'failed', error: expect.stringContaining('consented') });
    await until('the file is gone', async () => (await leftFiles()).length === 0);
  }, 60_000);

  it('that meets a fault of ours again and again says so, and keeps its file', async () => {
    meets(...Array.from({ length: 4 }, () => () => new TypeError('no such member')));
    const id = await upload();
    await isOver(id);
    expect(await ended(id)).toMatchObject({ state: 'failed', error: expect.stringContaining('The file is kept') });
    expect(await leftFiles()).toHaveLength(1);
    await rm(join(dataDir, 'uploads', (await leftFiles())[0]!));
  }, 60_000);

  it('that waits holds no shutdown up, and its file is there at the next start', async () => {
    meets(...Array.from({ length: 100 }, () => gone));
    const id = await upload();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await app.nest.close();
    await app.surroundings.close();
    jest.restoreAllMocks();
    expect(await leftFiles()).toHaveLength(1);
    app = await createTestApp({ env: { STEPWELL_DATA_DIR: dataDir }, database: app.database });
    await isOver(id);
    expect(await ended(id)).toMatchObject({ state: 'done', stored: 30 });
  }, 60_000);
});
