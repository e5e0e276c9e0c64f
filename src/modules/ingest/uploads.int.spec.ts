import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { freshDatabase } from '../../../test/support/database.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { consentMissing, ObservationsService } from '../observations/index.js';
import { hold } from './held-files.js';
import { UploadsService } from './uploads.service.js';

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

/** A body as it is, whatever it is worth. */
const send = (body: string, contentType = 'multipart/form-data; boundary=XX') =>
  clinician.agent
    .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
    .set('content-type', contentType)
    .send(body);
const PART = `--XX\r\ncontent-disposition: form-data; name="file"; filename="a.xml"\r\n\r\n${EXPORT}\r\n`;

describe('a body that is no whole multipart/form-data', () => {
  beforeAll(async () => void (patientId = await registerPatient(clinician)));

  it.each([
    ['without its end', PART, undefined],
    ['without a boundary', `${PART}--XX--\r\n`, 'multipart/form-data'],
    ['of another boundary', `${PART}--XX--\r\n`, 'multipart/form-data; boundary=YY'],
    ['of nothing', '--XX--\r\n', undefined],
  ])('%s is answered 400, and nothing of it stays', async (_what, body, contentType) => {
    const before = await leftFiles().catch(() => []);
    const { status, body: problem } = await send(body, contentType);
    expect({ status, detail: problem.detail }).toEqual({
      status: 400,
      detail: expect.stringMatching(/send the file|multipart|upload/i),
    });
    expect(await leftFiles().catch(() => [])).toEqual(before);
  });
});

it('an export with entries that are not taken says why, each once however often it is tried, and takes the rest', async () => {
  meets(() => new DomainError('TOO_BUSY', 503, 'Try again.'), gone);
  patientId = await registerPatient(clinician);
  const step = (start: string, end: string, value: string) =>
    `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" startDate="${start}" endDate="${end}" value="${value}"/>`;
  const at = (minute: number) => `2026-02-08 08:${minute}:00 +0100`;
  const wrong = [
    step(at(20), at(19), '1'),
    step(at(22), at(21), '2'),
    step('2126-02-07 08:10:00 +0100', '2126-02-07 08:11:00 +0100', '3'),
    // Two values of one moment: the first is taken.
    step(at(30), at(31), '4'),
    step(at(30), at(31), '5'),
  ];
  const { body } = await clinician.agent
    .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
    .attach('file', Buffer.from(EXPORT.replace('</HealthData>', `${wrong.join('')}</HealthData>`)), 'export.xml')
    .expect(202);
  await isOver(body.id);
  expect((await clinician.agent.get(`/ingest/v1/uploads/${body.id}`).expect(200)).body).toMatchObject({
    state: 'done',
    stored: 31,
    refused: 4,
    refusals: [
      { code: 'INVALID', message: 'must not end before it starts', count: 2 },
      { code: 'INVALID', message: 'must not be more than 24 hours ahead of now', count: 1 },
      { code: 'INVALID', message: expect.stringContaining('another value of a moment'), count: 1 },
    ],
  });
});

describe('an export that says when its owner was born', () => {
  const said = (day: string) =>
    EXPORT.replace('<Record', `<Me HKCharacteristicTypeIdentifierDateOfBirth="${day}"/><Record`);
  const sent = async (birthDate: string, day: string) => {
    patientId = await registerPatient(clinician, { birthDate });
    const { body } = await clinician.agent
      .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
      .attach('file', Buffer.from(said(day)), 'export.xml')
      .expect(202);
    await isOver(body.id);
    return ended(body.id);
  };
  const uncheckedOf = async (id: string) =>
    (await clinician.agent.get(`/ingest/v1/uploads/${id}`).expect(200)).body.unchecked;

  it('is taken where that is the patient', async () => {
    expect(await sent('1971-03-04', '1971-03-04')).toMatchObject({ state: 'done', stored: 30 });
    const [row] = await app.database.asOwner<{ id: string }>('SELECT id FROM upload WHERE patient_id = $1', [
      patientId,
    ]);
    expect(await uncheckedOf(row!.id)).toBeNull();
  });

  it('is taken where it does not, and the state says that nobody could check whose it is', async () => {
    const id = await upload();
    await isOver(id);
    expect(await ended(id)).toMatchObject({ state: 'done', stored: 30 });
    expect(await uncheckedOf(id)).toBe('no-birth-date-in-file');
  });

  it('is refused where it is somebody else: nothing is stored, no file stays, and the patient reads what to do', async () => {
    expect(await sent('1971-03-04', '1968-11-30')).toEqual({
      state: 'failed',
      stored: 0,
      duplicates: 0,
      error: expect.stringMatching(/^The date of birth in this file is not the one in the record.*put it right there/),
    });
    const sql = 'SELECT count(*)::int AS n FROM observation WHERE patient_id = $1';
    expect(await app.database.asOwner(sql, [patientId])).toEqual([{ n: 0 }]);
    await until('the file is gone', async () => (await leftFiles()).length === 0);
  });

  it('is taken where nobody here knows when the patient was born', async () => {
    patientId = await registerPatient(clinician);
    await app.database.asOwner('UPDATE patient SET birth_date = NULL WHERE id = $1', [patientId]);
    const { body } = await clinician.agent
      .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
      .attach('file', Buffer.from(said('1968-11-30')), 'export.xml')
      .expect(202);
    await isOver(body.id);
    expect(await ended(body.id)).toMatchObject({ state: 'done', stored: 30 });
    expect(await uncheckedOf(body.id)).toBe('no-birth-date-in-record');
  });
});

describe('a file that is no export', () => {
  it('says why as a word that pages have sentences for', async () => {
    patientId = await registerPatient(clinician);
    const { body } = await clinician.agent
      .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
      .attach('file', Buffer.from('{"activities-steps":[]}'), 'steps.json')
      .expect(202);
    await isOver(body.id);
    const { body: state } = await clinician.agent.get(`/ingest/v1/uploads/${body.id}`).expect(200);
    expect(state).toMatchObject({ state: 'failed', errorCode: 'UPLOAD_UNSUPPORTED' });
  });

  it('of a kind that is not read, says which are', async () => {
    const { body } = await clinician.agent
      .post(`/ingest/v1/uploads?patient=${patientId}&kind=garmin`)
      .attach('file', Buffer.from('{}'), 'steps.json')
      .expect(422);
    expect(body.errors).toEqual([
      { path: 'kind', message: expect.stringMatching(/^must be apple-health or fitbit, or left out: files of other/) },
    ]);
  });
});

describe('a second file beside the first', () => {
  beforeAll(async () => void (patientId = await registerPatient(clinician)));

  it.each([
    ['file', 'file'],
    ['file', 'other'],
    ['x', 'y'],
  ])('(%s, %s) is refused by its field, and nothing of either stays', async (first, second) => {
    const before = await leftFiles().catch(() => []);
    const { status, body } = await clinician.agent
      .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
      .attach(first, Buffer.from(EXPORT), 'export.xml')
      .attach(second, Buffer.from(EXPORT), 'more.xml');
    expect({ status, errors: body.errors }).toEqual({
      status: 400,
      errors: [{ path: second, message: 'must not be a second file: send one file at a time' }],
    });
    expect(await leftFiles()).toEqual(before);
    const [last] = await app.database.asOwner<object>(
      'SELECT state, stored, error FROM upload WHERE patient_id = $1 ORDER BY created_at DESC LIMIT 1',
      [patientId],
    );
    expect(last).toMatchObject({ state: 'failed', stored: 0, error: expect.stringContaining('one file at a time') });
  });

  it('a word beside it is no file', async () => {
    await clinician.agent
      .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
      .field('note', 'from my phone')
      .attach('file', Buffer.from(EXPORT), 'export.xml')
      .field('more', 'words')
      .expect(202);
  });
});

describe('a file over which the server died', () => {
  /** As it lies there: with its mark, and how far reading had come. */
  async function left(mark: string | undefined, bytesRead = 0): Promise<string> {
    patientId = await registerPatient(clinician);
    const id = randomUUID();
    const [row] = await app.database.asOwner<{ clinic_id: string }>(
      `INSERT INTO upload (clinic_id, id, patient_id, kind, created_by, state, bytes_read)
       SELECT clinic_id, $1, id, 'apple-health', 'person/nobody', 'reading', $3 FROM patient WHERE id = $2 RETURNING clinic_id`,
      [id, patientId, bytesRead],
    );
    const path = join(dataDir, 'uploads', `${row!.clinic_id}.${id}.upload`);
    await mkdir(join(dataDir, 'uploads'), { recursive: true });
    await writeFile(path, EXPORT);
    if (mark) await writeFile(`${path}.reading`, mark);
    return id;
  }
  const nextStart = () => app.nest.get(UploadsService).onApplicationBootstrap();

  it.each([
    ['once', '0 0', 0],
    ['twice', '1 0', 0],
    ['often, and came further each time', '2 100', 9_000_000],
  ])(
    '%s is read again at the next start',
    async (_name, mark, bytesRead) => {
      const id = await left(mark, bytesRead);
      await nextStart();
      await isOver(id);
      expect(await ended(id)).toMatchObject({ state: 'done', stored: 30 });
      await until('the files are gone', async () => (await leftFiles()).length === 0);
    },
    60_000,
  );

  it('three times at the same place is set aside, with a word why, and so is nobody else’s', async () => {
    const ids = [await left('2 100', 100), await left(undefined)];
    for (const _again of [1, 2]) await nextStart();
    for (const id of ids) await isOver(id);
    expect(await ended(ids[0]!)).toMatchObject({ state: 'failed', error: expect.stringMatching(/stopped each time/) });
    expect(await ended(ids[1]!)).toMatchObject({ state: 'done' });
    await until('only one is left', async () => (await leftFiles()).length === 1);
    const [aside = ''] = await leftFiles();
    expect(aside).toMatch(new RegExp(`${ids[0]}\\.upload\\.aside$`));
    await nextStart();
    expect(await leftFiles()).toEqual([aside]);
    // It is the whole export of a patient: it goes when the patient's record goes.
    await app.database.asOwner('DELETE FROM upload WHERE id = $1', [ids[0]]);
    await nextStart();
    await until('nothing is left', async () => (await leftFiles()).length === 0);
  }, 90_000);

  it('is taken up when whoever was reading it as this node started has gone', async () => {
    const id = await left(undefined);
    const [name = ''] = await leftFiles();
    const letGo = hold(join(dataDir, 'uploads', name));
    await nextStart();
    await sleep(2_000);
    // As the other one does while it reads.
    await app.database.asOwner('UPDATE upload SET updated_at = now(), bytes_read = 900 WHERE id = $1', [id]);
    await sleep(4_000);
    expect(await ended(id)).toEqual({});
    letGo();
    await isOver(id);
    expect(await ended(id)).toMatchObject({ state: 'done', stored: 30 });
  }, 60_000);

  it('is read by one of the nodes that start together', async () => {
    const store = jest.spyOn(app.nest.get(ObservationsService), 'store');
    const id = await left(undefined);
    await Promise.all([nextStart(), nextStart(), nextStart()]);
    await isOver(id);
    await sleep(1_000);
    expect(store).toHaveBeenCalledTimes(1);
    expect(await ended(id)).toEqual({ state: 'done', stored: 30, duplicates: 0, error: null });
  }, 60_000);

  it('goes a month after it was set aside', async () => {
    const id = await left(undefined);
    const [name = ''] = await leftFiles();
    const path = join(dataDir, 'uploads', name);
    await rename(path, `${path}.aside`);
    await nextStart();
    await sleep(1_000);
    expect(await leftFiles()).toEqual([`${name}.aside`]);
    const before = new Date(Date.now() - 31 * 86_400_000);
    await utimes(`${path}.aside`, before, before);
    await nextStart();
    await until('nothing is left', async () => (await leftFiles()).length === 0);
    await app.database.asOwner('DELETE FROM upload WHERE id = $1', [id]);
  }, 60_000);

  it.each([
    [
      'is taken back',
      (id: string) => app.database.asOwner(`UPDATE upload SET state = 'taken-back' WHERE id = $1`, [id]),
    ],
    ['goes with its patient', (id: string) => app.database.asOwner('DELETE FROM upload WHERE id = $1', [id])],
  ])(
    'and that %s does not lie there until the next start',
    async (_what, end) => {
      const [gone, kept] = [await left('1 0'), await left(undefined)];
      const before = new Date(Date.now() - 2 * 3_600_000);
      for (const name of await leftFiles()) await utimes(join(dataDir, 'uploads', name), before, before);
      // As it is told when it is to be read again after a restart.
      await app.database.asOwner(`UPDATE upload SET state = 'failed' WHERE id = ANY($1::uuid[])`, [[gone, kept]]);
      await end(gone);
      const held = await left(undefined);
      await app.database.asOwner('DELETE FROM upload WHERE id = $1', [held]);
      await app.nest.get(UploadsService).sweep();
      const names = await leftFiles();
      expect([gone, kept, held].map((id) => names.filter((name) => name.includes(id)).length)).toEqual([0, 1, 1]);
      for (const name of names) await rm(join(dataDir, 'uploads', name));
    },
    60_000,
  );

  it('of another node that does not come back is taken up by one that goes on, whole or cut off', async () => {
    const [whole, cutOff] = [await left(undefined), await left(undefined)];
    const names = await leftFiles();
    const path = (id: string) =>
      join(
        dataDir,
        'uploads',
        names.find((name) => name.includes(id))!,
      );
    await rename(path(cutOff), `${path(cutOff)}.part`);
    const before = new Date(Date.now() - 2 * 3_600_000);
    for (const name of await leftFiles()) await utimes(join(dataDir, 'uploads', name), before, before);
    await app.nest.get(UploadsService).sweep();
    for (const id of [whole, cutOff]) await isOver(id);
    expect(await ended(whole)).toMatchObject({ state: 'done', stored: 30 });
    expect(await ended(cutOff)).toMatchObject({ state: 'failed', error: expect.stringContaining('cut off') });
    await until('nothing is left', async () => (await leftFiles()).length === 0);
  }, 60_000);

  it('that waits for another such file is not taken for left meanwhile', async () => {
    const observations = app.nest.get(ObservationsService);
    const store = observations.store.bind(observations);
    jest.spyOn(observations, 'store').mockImplementation(async (...asked) => {
      await sleep(7_000);
      return store(...asked);
    });
    const ids = [await left('0 0'), await left('0 0')];
    const before = new Date(Date.now() - 2 * 3_600_000);
    for (const name of await leftFiles()) await utimes(join(dataDir, 'uploads', name), before, before);
    await nextStart();
    for (const id of ids) await isOver(id);
    await sleep(10_000);
    for (const id of ids) expect(await ended(id)).toMatchObject({ state: 'done', stored: 30 });
    expect(await leftFiles()).toEqual([]);
  }, 90_000);

  it('is left to the node that is reading it, however often another one starts', async () => {
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const observations = app.nest.get(ObservationsService);
    const store = observations.store.bind(observations);
    let begun = 0;
    jest.spyOn(observations, 'store').mockImplementation(async (...asked) => {
      begun++;
      await held;
      return store(...asked);
    });
    const id = await upload();
    await until('it is being read', () => begun > 0);
    try {
      for (const _again of [1, 2, 3]) await nextStart();
      await sleep(6_000);
      expect(begun).toBe(1);
    } finally {
      goOn();
    }
    await isOver(id);
    expect(await ended(id)).toEqual({ state: 'done', stored: 30, duplicates: 0, error: null });
    await until('nothing is left', async () => (await leftFiles()).length === 0);
  }, 90_000);

  it('is not cut off while another node is still receiving it', async () => {
    patientId = await registerPatient(clinician);
    const [before, after] = [PART.slice(0, 300), `${PART.slice(300)}--XX--\r\n`];
    const sending = clinician.agent
      .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
      .set('content-type', 'multipart/form-data; boundary=XX');
    sending.write(before);
    await until('it is being received', async () => (await leftFiles()).some((name) => name.endsWith('.part')));
    await nextStart();
    await sleep(7_000);
    sending.write(after);
    const { body } = await sending.expect(202);
    await isOver(body.id as string);
    expect(await ended(body.id as string)).toMatchObject({ state: 'done', stored: 30 });
  }, 60_000);

  it('bears its mark while it is read, and only then', async () => {
    const seen: string[][] = [];
    const observations = app.nest.get(ObservationsService);
    const store = observations.store.bind(observations);
    jest.spyOn(observations, 'store').mockImplementation(async (...asked) => {
      seen.push(await leftFiles());
      return store(...asked);
    });
    await isOver(await upload());
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.flat().filter((name) => name.endsWith('.reading'))).toHaveLength(seen.length);
    await until('the file is gone', async () => (await leftFiles()).length === 0);
  }, 60_000);
});

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
