import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { freshDatabase } from '../../../test/support/database.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { ObservationsService } from '../observations/index.js';
import { LostUploads } from './lost-uploads.js';

let app: TestApp;
let dataDir: string;
let clinicId: string;
let clinician: Person;
let patientId: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stepwell-lost-'));
  app = await createTestApp({ env: { STEPWELL_DATA_DIR: dataDir }, database: await freshDatabase() });
  const clinic = await createClinic(app, 'lost-uploads');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  patientId = await registerPatient(clinician);
}, 120_000);
afterAll(async () => {
  await app?.close();
  await app?.database.drop();
  await rm(dataDir, { recursive: true, force: true });
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const EXPORT = `<?xml version="1.0"?><HealthData locale="en_GB"><ExportDate value="2026-02-08 08:00:00 +0100"/>
  <Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" startDate="2026-02-07 08:10:00 +0100" endDate="2026-02-07 08:11:00 +0100" value="30"/></HealthData>`;
const LOST = {
  state: 'failed',
  error: 'The file was lost before it was read to its end. Please send it again.',
};

/** As a node leaves it that died: what it said last, so many minutes ago. */
async function left(state: string, minutesAgo: number): Promise<string> {
  const id = randomUUID();
  await app.database.asOwner(
    `INSERT INTO upload (clinic_id, id, patient_id, kind, created_by, state, updated_at)
     VALUES ($1, $2, $3, 'apple-health', 'person/nobody', $4, now() - make_interval(mins => $5))`,
    [clinicId, id, patientId, state, minutesAgo],
  );
  return id;
}
const stateOf = async (id: string) => (await clinician.agent.get(`/ingest/v1/uploads/${id}`).expect(200)).body;
const sweep = () => app.nest.get(LostUploads).sweep();
const folder = () => join(dataDir, 'uploads');

describe('an upload of which no node has said a word for long', () => {
  it.each(['receiving', 'reading'])('(%s) and whose file is nowhere ends, and says what to do', async (state) => {
    const id = await left(state, 30);
    await sweep();
    expect(await stateOf(id)).toMatchObject(LOST);
  });

  it.each(['', '.part'])('stays as it is while its file lies there (%s)', async (end) => {
    const id = await left('reading', 30);
    await mkdir(folder(), { recursive: true });
    const path = join(folder(), `${clinicId}.${id}.upload${end}`);
    await writeFile(path, EXPORT);
    await sweep();
    expect(await stateOf(id)).toMatchObject({ state: 'reading', error: null });
    await rm(path);
  });

  it('is over or has just been heard of: nothing is said of it', async () => {
    const [done, another] = [await left('done', 30), await left('receiving', 2)];
    await sweep();
    expect(await stateOf(done)).toMatchObject({ state: 'done', error: null });
    // A node with a folder of its own is receiving it.
    expect(await stateOf(another)).toMatchObject({ state: 'receiving', error: null });
  });
});

describe('an upload that is being read', () => {
  it('is heard of each minute, however long the database or the scanner lets it wait', async () => {
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const observations = app.nest.get(ObservationsService);
    const store = observations.store.bind(observations);
    let begun = false;
    jest.spyOn(observations, 'store').mockImplementation(async (...asked) => {
      begun = true;
      await held;
      return store(...asked);
    });
    const beats: (() => void)[] = [];
    const every = globalThis.setInterval;
    jest.spyOn(globalThis, 'setInterval').mockImplementation(((run: () => void, ms: number) => {
      if (ms === 60_000) beats.push(run);
      return every(run, ms);
    }) as typeof setInterval);
    const { body } = await clinician.agent
      .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
      .attach('file', Buffer.from(EXPORT), 'export.xml')
      .expect(202);
    await until('it is being read', () => begun);
    await app.database.asOwner(`UPDATE upload SET updated_at = now() - interval '30 minutes' WHERE id = $1`, [body.id]);
    for (const beat of beats) beat();
    const heard = `SELECT updated_at > now() - interval '1 minute' AS recently FROM upload WHERE id = $1`;
    try {
      await until('it is heard of', async () => {
        const [row] = await app.database.asOwner<{ recently: boolean }>(heard, [body.id]);
        return !!row?.recently;
      });
    } finally {
      goOn();
    }
    await until('it is read', async () => (await stateOf(body.id)).state === 'done');
  });

  it('and whose folder is emptied before it is tried again ends, and says what to do', async () => {
    jest.spyOn(app.nest.get(ObservationsService), 'store').mockImplementation(async () => {
      for (const name of await readdir(folder())) await rm(join(folder(), name));
      throw new TypeError('no such member');
    });
    const { body } = await clinician.agent
      .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
      .attach('file', Buffer.from(EXPORT), 'export.xml')
      .expect(202);
    await until('it is over', async () => (await stateOf(body.id)).state === 'failed');
    expect(await stateOf(body.id)).toMatchObject(LOST);
  }, 30_000);
});
