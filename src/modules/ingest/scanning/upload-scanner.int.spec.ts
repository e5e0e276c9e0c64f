import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { freshDatabase } from '../../../../test/support/database.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../../../../test/support/people.js';
import { until as waitUntil } from '../../../../test/support/until.js';
import { INFECTED, SCANNER_AWAY } from './upload-scanner.js';

/** A real program: finds a word in a file, is broken while a file named `away` lies beside it, writes down whom it was asked about. */
const SCANNER = `
const { appendFileSync, existsSync, readFileSync } = require('fs');
const path = process.argv[2];
if (existsSync(__dirname + '/away')) process.exit(2);
appendFileSync(__dirname + '/asked', path + '\\n');
process.exit(readFileSync(path, 'latin1').includes('FOUND-BY-TEST') ? 1 : 0);
`;

let folder: string;
let app: TestApp;
let clinician: Person;
let patientId: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepwell-scanner-'));
  await writeFile(join(folder, 'scan.cjs'), SCANNER);
  env = {
    STEPWELL_DATA_DIR: join(folder, 'data'),
    UPLOAD_SCAN_COMMAND: `${process.execPath} ${join(folder, 'scan.cjs')}`,
  };
  app = await createTestApp({ env, database: await freshDatabase() });
  const clinic = await createClinic(app, 'scanned');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  patientId = await registerPatient(clinician);
}, 60_000);
afterAll(async () => {
  await app?.close();
  await app?.database.drop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => rm(join(folder, 'asked'), { force: true }));

const exportXml = (value: number, sourceName = 'Watch') =>
  Buffer.from(
    `<?xml version="1.0"?><HealthData locale="en_GB"><ExportDate value="2026-02-08 08:00:00 +0100"/><Record type="HKQuantityTypeIdentifierStepCount" sourceName="${sourceName}" unit="count" startDate="2026-02-07 08:${value}:00 +0100" endDate="2026-02-07 08:${value + 1}:00 +0100" value="${value}"/></HealthData>`,
  );

async function upload(file: Buffer): Promise<string> {
  const { body } = await clinician.agent
    .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
    .attach('file', file, 'export.xml')
    .expect(202);
  return body.id as string;
}
interface State {
  state: string;
  stored: number;
  error: string | null;
}
async function until(id: string, isReached: (state: State) => boolean): Promise<State> {
  for (let i = 0; i < 400; i++) {
    const { body } = await clinician.agent.get(`/ingest/v1/uploads/${id}`).expect(200);
    if (isReached(body)) return body as State;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The upload did not come that far within 40 s');
}
const over = ({ state }: State) => state === 'done' || state === 'failed';
const waits = ({ error }: State) => error !== null;
const filesLeft = async () => (await readdir(join(folder, 'data', 'uploads'))).filter((name) => !name.startsWith('.'));
const asked = async () =>
  existsSync(join(folder, 'asked')) ? (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n') : [];
const observations = async () =>
  (await app.database.asOwner<{ n: number }>('SELECT count(*)::int AS n FROM observation'))[0]!.n;
const refusals = (id: string) =>
  app.database.asOwner<{ actor: string; type: string; patient_id: string; reason: string }>(
    `SELECT actor, type, patient_id, reason FROM audit_event WHERE object_id = $1 AND outcome = 'denied'`,
    [id],
  );
const takeAway = () => appendFile(join(folder, 'away'), '');
const bringBack = () => rm(join(folder, 'away'));

describe('an uploaded file, where a scanner is configured', () => {
  it('that is clean is scanned once, then read', async () => {
    const id = await upload(exportXml(10));
    expect(await until(id, over)).toMatchObject({ state: 'done', stored: 1, error: null });
    expect(await asked()).toEqual([expect.stringContaining(`${id}.upload`)]);
    expect(await refusals(id)).toEqual([]);
  });

  it('that is refused is stored nowhere, says so plainly, and stands in the audit', async () => {
    const before = await observations();
    const id = await upload(exportXml(20, 'FOUND-BY-TEST'));
    expect(await until(id, over)).toMatchObject({ state: 'failed', stored: 0, ...INFECTED });
    // The file goes a moment after its upload is told to be over.
    await waitUntil('no file is left', async () => (await filesLeft()).length === 0);
    expect(await observations()).toBe(before);
    expect(await refusals(id)).toEqual([
      {
        actor: `person/${clinician.personId}`,
        type: 'Upload',
        patient_id: patientId,
        reason: 'refused by the virus scanner',
      },
    ]);
  });

  it('waits unopened while the scanner is away, also over a restart, and is read once it is back', async () => {
    const before = await observations();
    await takeAway();
    // Not even a file that nothing could read is opened: it would be refused for its form.
    const [good, odd] = [await upload(exportXml(30)), await upload(Buffer.from('no export at all'))];
    for (const id of [good, odd])
      expect(await until(id, waits)).toMatchObject({ state: 'receiving', stored: 0, ...SCANNER_AWAY });
    expect(await filesLeft()).toHaveLength(2);
    await app.nest.close();
    await app.surroundings.close();
    expect(await filesLeft()).toHaveLength(2);

    const { port } = new URL(app.url);
    app = await createTestApp({ env, database: app.database, port: Number(port) });
    expect(await until(good, waits)).toMatchObject({ state: 'receiving' });
    expect(await observations()).toBe(before);
    await bringBack();
    expect(await until(good, over)).toMatchObject({ state: 'done', error: null });
    expect(await until(odd, over)).toMatchObject({ state: 'failed', error: expect.stringContaining('Apple Health') });
    // The file goes a moment after its upload is told to be over.
    await waitUntil('no file is left', async () => (await filesLeft()).length === 0);
    expect(await observations()).toBe(before + 1);
  }, 60_000);

  it('that is lost while it waits for the scanner waits no more, and says what to do', async () => {
    await takeAway();
    const id = await upload(exportXml(40));
    expect(await until(id, waits)).toMatchObject({ state: 'receiving', ...SCANNER_AWAY });
    for (const name of await filesLeft()) await rm(join(folder, 'data', 'uploads', name));
    expect(await until(id, over)).toMatchObject({
      state: 'failed',
      error: 'The file was lost before it was read to its end. Please send it again.',
    });
    await bringBack();
  }, 60_000);
});
