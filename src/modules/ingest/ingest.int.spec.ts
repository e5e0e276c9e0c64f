import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../test/support/until.js';
import { zipOf } from '../../../test/support/zip.js';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { describeWithTestData } from '../../../test/support/outside.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { LineAnswer } from './ingest.schema.js';

let app: TestApp;
let dataDir: string;
let clinicId: string;
let clinician: Person;
let token: string;
let patientId: string;
let foreignPatient: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stepwell-ingest-'));
  app = await createTestApp({ env: { STEPWELL_DATA_DIR: dataDir } });
  const clinic = await createClinic(app, 'ingest');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinicId);
  patientId = await registerPatient(clinician);
  const other = await createClinic(app, 'ingest-other');
  foreignPatient = await registerPatient(await inviteAndAccept(app, other.admin, { role: 'clinician' }));
}, 120_000);
afterAll(async () => {
  await app?.close();
  await rm(dataDir, { recursive: true, force: true });
});

const post = (path: string, body: object | string, as = token) => {
  const request = app.http().post(path).set('authorization', `Bearer ${as}`).set('content-type', 'application/json');
  return request.send(typeof body === 'string' ? body : JSON.stringify(body));
};
const vendor = (name: string, payload: object | string, of = patientId) =>
  post(`/ingest/v1/vendors/${name}?patient=${of}`, payload);
const TABLES = ['observation', 'observation_version', 'source', 'concept', 'skeleton', 'raw_payload'];
const counts = async (): Promise<string[]> =>
  Promise.all(
    TABLES.map(
      async (table) =>
        `${table} ${(await app.database.asOwner<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]!.n}`,
    ),
  );
const stepsOn = async (day: string, of: string): Promise<number | null> =>
  (await clinician.agent.get(`/api/v1/patients/${of}/days/steps/${day}`).expect(200)).body.value;

async function waitFor<T>(look: () => Promise<T | undefined | false>, withinMs = 45_000): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > until) throw new Error('Not in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const fitbit = {
  'activities-steps': [
    { dateTime: '2026-02-01', value: '5120' },
    { dateTime: '2026-02-02', value: '6230' },
  ],
};
const google = {
  rollupDataPoints: [
    {
      civilStartTime: { date: { year: 2026, month: 2, day: 3 } },
      civilEndTime: { date: { year: 2026, month: 2, day: 4 } },
      steps: { countSum: '7340' },
    },
  ],
};

describe('vendors', () => {
  it('Fitbit: from the payload to the value of the day, and again without a trace', async () => {
    const of = await registerPatient(clinician);
    const first = await vendor('fitbit', fitbit, of).expect(200);
    expect(first.body).toEqual({ stored: 2, updated: 0, duplicates: 0, refused: [], refusedCount: 0, skipped: [] });
    expect(await waitFor(() => stepsOn('2026-02-02', of))).toBe(6230);
    const before = await counts();
    expect((await vendor('fitbit', fitbit, of).expect(200)).body).toMatchObject({ stored: 0, duplicates: 2 });
    expect(await counts()).toEqual(before);
  });

  it('Google: the same', async () => {
    const of = await registerPatient(clinician);
    expect((await vendor('google-health', google, of).expect(200)).body).toMatchObject({ stored: 1, refused: [] });
    expect(await waitFor(() => stepsOn('2026-02-03', of))).toBe(7340);
    expect((await vendor('google-health', google, of).expect(200)).body).toMatchObject({ stored: 0, duplicates: 1 });
  });

  it('an impossible value is named, the rest is taken', async () => {
    const of = await registerPatient(clinician);
    const payload = {
      'activities-steps': [
        { dateTime: '2026-02-01', value: '-4' },
        { dateTime: '2026-02-02', value: '900000' },
        { dateTime: '2026-02-03', value: '77' },
      ],
    };
    const { body } = await vendor('fitbit', payload, of).expect(200);
    expect(body.stored).toBe(1);
    expect(body.refused.map((r: { path: string }) => r.path)).toEqual([
      'activities-steps[0].value',
      'activities-steps[1].value',
    ]);
  });

  it('days that have not been are refused', async () => {
    const year = new Date().getUTCFullYear() + 1;
    const { body } = await vendor('fitbit', { 'activities-steps': [{ dateTime: `${year}-12-31`, value: '5' }] }).expect(
      200,
    );
    expect(body).toMatchObject({ stored: 0, refused: [{ message: expect.stringContaining('24 hours ahead') }] });
  });
});

const reading = (change: object = {}) => ({
  patient: patientId,
  metric: 'steps',
  start: '2026-02-05T10:00:00Z',
  end: '2026-02-05T11:00:00Z',
  value: 640,
  unit: '{steps}',
  source: { system: 'test', device: 'band', kind: 'watch' },
  ...change,
});
const own = (...observations: object[]) => post('/ingest/v1/observations', { observations });

describe('our own JSON', () => {
  it('is stored, and again is a duplicate', async () => {
    expect((await own(reading()).expect(200)).body).toMatchObject({ stored: 1, duplicates: 0 });
    expect((await own(reading()).expect(200)).body).toMatchObject({ stored: 0, duplicates: 1 });
    expect((await own(reading({ value: 650 })).expect(200)).body).toMatchObject({ updated: 1 });
  });

  it('as lines: each is answered in the shape that the OpenAPI document tells', async () => {
    const hour = { start: '2026-02-05T12:00:00Z', end: '2026-02-05T13:00:00Z' };
    const lines = [
      reading(hour),
      reading(hour),
      reading({ ...hour, metric: 'glucose' }),
      reading({ patient: randomUUID() }),
    ];
    const { text } = await post('/ingest/v1/observations', lines.map((line) => JSON.stringify(line)).join('\n'))
      .set('content-type', 'application/x-ndjson')
      .expect(200);
    const answers = text
      .trim()
      .split('\n')
      .map((line) => LineAnswer.parse(JSON.parse(line)));
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 422, 404]);
  });
});

describe('what is refused is named, and nothing of it is stored', () => {
  const ahead = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const broken = (text: string) => post('/ingest/v1/observations', text);
  const huge = `{"observations":"${'x'.repeat(8 * 1024 * 1024)}"}`;

  it.each<
    [
      string,
      () => PromiseLike<{
        status: number;
        text: string;
        body: { code: string; detail: string; errors?: { path: string }[] };
      }>,
      number,
      string,
      string | undefined,
    ]
  >([
    [
      'an unknown metric',
      () => own(reading(), reading({ metric: 'glucose' })),
      422,
      'INVALID_INPUT',
      'observations.1.metric',
    ],
    ['a wrong unit', () => own(reading({ unit: 'kg' })), 422, 'INVALID_INPUT', 'observations.0.unit'],
    ['no unit', () => own(reading({ unit: undefined })), 422, 'INVALID_INPUT', 'observations.0.unit'],
    [
      'an impossible value, after a good one',
      () => own(reading({ start: '2026-02-05T10:30:00Z' }), reading({ value: 120_001 })),
      422,
      'INVALID_INPUT',
      'observations.1.value',
    ],
    ['a value less than nothing', () => own(reading({ value: -1 })), 422, 'INVALID_INPUT', 'observations.0.value'],
    [
      'two days ahead',
      () => own(reading({ start: ahead(47), end: ahead(48) })),
      422,
      'INVALID_INPUT',
      'observations.0.end',
    ],
    [
      'a start of the year 0',
      () => own(reading({ start: '0000-01-01T00:00:00Z' })),
      422,
      'INVALID_INPUT',
      'observations.0.end',
    ],
    [
      'an unknown patient, among known ones',
      () => own(reading({ start: '2026-02-05T10:31:00Z' }), reading({ patient: randomUUID() })),
      404,
      'NOT_FOUND',
      'observations.1.patient',
    ],
    [
      "another clinic's patient",
      () => own(reading({ patient: foreignPatient })),
      404,
      'NOT_FOUND',
      'observations.0.patient',
    ],
    ['none at all', () => own(), 422, 'INVALID_INPUT', 'observations'],
    [
      'more than a thousand',
      () => own(...Array.from({ length: 1001 }, () => reading())),
      422,
      'INVALID_INPUT',
      'observations',
    ],
    ['a body above 8 MB', () => broken(huge), 413, 'TOO_LARGE', undefined],
    ['half a JSON', () => broken('{"observations":['), 400, 'JSON_REFUSED', undefined],
    ['a key twice', () => broken('{"observations":[],"observations":[]}'), 400, 'JSON_REFUSED', undefined],
    ['no body', () => broken(''), [400, 422] as unknown as number, 'INVALID_INPUT', ''],
    ['a vendor we do not know', () => vendor('acme', fitbit), 404, 'VENDOR_UNKNOWN', undefined],
    ['a vendor named like a member', () => vendor('constructor', fitbit), 404, 'VENDOR_UNKNOWN', undefined],
    ['a payload of another kind', () => vendor('fitbit', { hello: 1 }), 422, 'VENDOR_PAYLOAD', undefined],
    ['a payload that is a list of nothing', () => vendor('google-health', '[]'), 422, 'VENDOR_PAYLOAD', undefined],
    [
      "a payload for another clinic's patient",
      () => vendor('fitbit', fitbit, foreignPatient),
      404,
      'NOT_FOUND',
      undefined,
    ],
    ['a payload for nobody', () => vendor('fitbit', fitbit, randomUUID()), 404, 'NOT_FOUND', undefined],
    ['a payload for no id', () => vendor('fitbit', fitbit, 'me'), 422, 'INVALID_INPUT', 'patient'],
  ])('%s', async (_name, send, status, code, path) => {
    const before = await counts();
    const answer = await send();
    expect([status].flat()).toContain(answer.status);
    expect(answer.body.detail.length).toBeGreaterThan(10);
    expect([answer.text.slice(0, 300), answer.body.code, path]).toEqual([
      expect.any(String),
      expect.stringContaining(code),
      path === undefined ? undefined : answer.body.errors?.[0]?.path,
    ]);
    expect(await counts()).toEqual(before);
  });

  it('is said to be missing where it is, with what it would be, in words of ours', async () => {
    const faults = async (sent: PromiseLike<{ body: { errors?: { path: string; message: string }[] } }>) =>
      (await sent).body.errors?.map(({ path, message }) => `${path}: ${message}`);
    const { patient: _p, ...noPatient } = reading();
    const { metric: _m, ...noMetric } = reading();
    expect(await faults(own(noPatient, noMetric))).toEqual([
      'observations.0.patient: is missing: it must be a UUID',
      expect.stringMatching(/^observations\.1\.metric: is missing: it must be one of .*steps/),
    ]);
    const source = { system: 'acme', kind: 'toaster' };
    expect(await faults(own(reading({ source }), null as never, reading({ source: 'acme', value: '5' })))).toEqual([
      expect.stringMatching(/^observations\.0\.source\.kind: must be one of .*watch/),
      'observations.1: is missing',
      'observations.2.value: must be a number',
      'observations.2.source: must be an object',
    ]);
    expect(await faults(post('/ingest/v1/vendors/fitbit', '{}'))).toEqual(['patient: is missing: it must be a UUID']);
    expect(await faults(post('/ingest/v1/observations', '[]'))).toEqual([': The body must be an object.']);
  });
});

const DOCTYPE = `<!DOCTYPE HealthData [<!ELEMENT HealthData (Record*)><!ATTLIST Record type CDATA #REQUIRED>]>`;
const record = (minute: number, value: number) =>
  `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="My Watch" unit="count" startDate="2026-02-07 08:${String(minute).padStart(2, '0')}:00 +0100" endDate="2026-02-07 08:${String(minute + 1).padStart(2, '0')}:00 +0100" value="${value}"/>`;
const exportXml = (records: string, doctype = DOCTYPE) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${doctype}\n<HealthData locale="en_GB"><ExportDate value="2026-02-08 08:00:00 +0100"/>${records}</HealthData>`;
const FIFTY = Array.from({ length: 50 }, (_, i) => record(i, 10 + i)).join('\n');

const EXPORT = 'apple_health_export/export.xml';
const zipped = (xml: string) => zipOf({ [EXPORT]: xml });

const upload = (file: Buffer, name = 'export.zip', of = patientId) =>
  app
    .http()
    .post(`/ingest/v1/uploads?patient=${of}&kind=apple-health`)
    .set('authorization', `Bearer ${token}`)
    .attach('file', file, name);
interface Progress {
  state: string;
  error: string | null;
  bytesRead: number;
  bytesTotal: number | null;
}
const ended = (id: string) =>
  waitFor(async (): Promise<Progress | undefined> => {
    const { body } = await app
      .http()
      .get(`/ingest/v1/uploads/${id}`)
      .set('authorization', `Bearer ${token}`)
      .expect(200);
    return ['done', 'failed'].includes(body.state) ? body : undefined;
  });
const leftFiles = () => readdir(join(dataDir, 'uploads'));

describe('an export of Apple Health', () => {
  it('is taken in, read to its end, and again brings duplicates only', async () => {
    const of = await registerPatient(clinician);
    const { body } = await upload(await zipped(exportXml(FIFTY)), 'export.zip', of).expect(202);
    const done = await ended(body.id);
    expect(done).toMatchObject({ state: 'done', records: 50, stored: 50, duplicates: 0, refused: 0, error: null });
    expect(done.bytesRead).toBe(done.bytesTotal);
    expect(await waitFor(() => stepsOn('2026-02-07', of))).toBe(50 * 10 + (49 * 50) / 2);
    const again = await upload(Buffer.from(exportXml(FIFTY)), 'export.xml', of).expect(202);
    expect(await ended(again.body.id)).toMatchObject({ state: 'done', stored: 0, duplicates: 50 });
    await until('the file is gone', async () => (await leftFiles()).length === 0);
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['a zip cut short', async () => (await zipped(exportXml(FIFTY))).subarray(0, -60)],
    ['a zip without the export', () => zipOf({ 'holiday.txt': 'x' })],
    [
      'entities that grow',
      async () => zipped(exportXml(FIFTY, '<!DOCTYPE HealthData [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>')),
    ],
    [
      'an entity that reads files',
      async () => zipped(exportXml(FIFTY, '<!DOCTYPE HealthData [<!ENTITY x SYSTEM "file:///etc/hostname">]>')),
    ],
    ['a picture', async () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0])],
    ['an empty file', async () => Buffer.alloc(0)],
    ['another XML', async () => Buffer.from('<?xml version="1.0"?><feed><entry/></feed>')],
  ])('%s fails with a sentence, and nothing is stored', async (_name, make) => {
    const before = await counts();
    const answer = await upload(await make());
    if (answer.status === 202) {
      const failed = await ended(answer.body.id);
      expect(failed).toMatchObject({ state: 'failed', stored: 0 });
      expect(failed.error).toMatch(/^[A-Z].{15,}/);
      expect(failed.error).not.toMatch(/on our side/);
    } else expect(answer.status).toBe(415);
    expect(await counts()).toEqual(before);
    await until('the file is gone', async () => (await leftFiles()).length === 0);
  });

  it('for a patient out of reach, of no kind, or without a file is refused at once', async () => {
    const file = Buffer.from(exportXml(FIFTY));
    expect((await upload(file, 'export.xml', foreignPatient)).status).toBe(404);
    expect((await post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`, '{}')).status).toBe(415);
    const odd = await app
      .http()
      .post(`/ingest/v1/uploads?patient=${patientId}&kind=garmin`)
      .set('authorization', `Bearer ${token}`)
      .attach('file', file, 'x.xml');
    expect([odd.status, odd.body.errors[0].path]).toEqual([422, 'kind']);
    const none = await app
      .http()
      .post(`/ingest/v1/uploads?patient=${patientId}&kind=apple-health`)
      .set('authorization', `Bearer ${token}`)
      .field('a', 'b');
    expect([none.status, none.body.code]).toEqual([400, 'FILE_MISSING']);
    await app.http().get(`/ingest/v1/uploads/${randomUUID()}`).set('authorization', `Bearer ${token}`).expect(404);
  });

  it('left by a server that was killed is read at the next start; one cut off on the way says so', async () => {
    const of = await registerPatient(clinician);
    const [whole, half] = [randomUUID(), randomUUID()];
    for (const [id, state] of [
      [whole, 'reading'],
      [half, 'receiving'],
    ])
      await app.database.asOwner(
        `INSERT INTO upload (clinic_id, id, patient_id, kind, state, created_by) VALUES ($1, $2, $3, 'apple-health', $4, 'system/test')`,
        [clinicId, id, of, state],
      );
    await writeFile(join(dataDir, 'uploads', `${clinicId}.${whole}.upload`), exportXml(FIFTY));
    await writeFile(join(dataDir, 'uploads', `${clinicId}.${half}.upload.part`), exportXml(FIFTY).slice(0, 500));
    const next = await createTestApp({ env: { STEPWELL_DATA_DIR: dataDir }, database: app.database });
    try {
      expect(await ended(whole)).toMatchObject({ state: 'done', stored: 50 });
      expect(await ended(half)).toMatchObject({
        state: 'failed',
        stored: 0,
        error: expect.stringContaining('cut off'),
      });
    } finally {
      await next.close();
    }
    await until('the file is gone', async () => (await leftFiles()).length === 0);
  }, 60_000);
});

describeWithTestData('wearable', 'real files of vendors, end to end', (folder) => {
  it('are stored once, however often they are sent', async () => {
    const of = await registerPatient(clinician);
    const all = [of];
    const payloads = [
      'fitbit-web-api/TimeSeries-ActivitiesSteps',
      'fitbit-web-api/IntradayActivitiesSteps',
      'fitbit-web-api/GetHeartRateIntradayTimeSeries',
      'shimmer/fitbit/fitbit-sleep-date',
    ].map((name) => ['fitbit', `${name}.json`] as const);
    const points = ['ha-steps', 'ha-sleep', 'ha-resting_heart_rate'].map(
      (name) => ['google-health', `google-health/${name}.json`] as const,
    );
    let stored = 0;
    for (const [name, file] of [...payloads, ...points]) {
      const text = await readFile(join(folder, file), 'utf8');
      const { body } = await vendor(name, text, of).expect(200);
      expect([file, body.stored > 0]).toEqual([file, true]);
      expect((await vendor(name, text, of).expect(200)).body).toMatchObject({ stored: 0, updated: 0 });
      stored += body.stored;
    }
    const exports = ['alxdrcirilo-export.xml', 'dogsheep-export.xml', 'tdda-export6s3sample.xml'];
    for (const file of exports) {
      const bytes = await readFile(join(folder, 'apple-health', file));
      // An export is of whoever was born on the day that it says.
      const [, birthDate] = /DateOfBirth="([^"]+)"/.exec(bytes.toString())!;
      const theirs = await registerPatient(clinician, { birthDate });
      all.push(theirs);
      for (const round of [1, 2]) {
        const { body } = await upload(bytes, 'export.xml', theirs).expect(202);
        const done = (await ended(body.id)) as Progress & { stored: number };
        expect([file, done.state, done.stored > 0]).toEqual([file, 'done', round === 1]);
        stored += done.stored;
      }
    }
    const [{ n } = { n: '0' }] = await app.database.asOwner<{ n: string }>(
      'SELECT count(*) AS n FROM observation WHERE patient_id = ANY($1)',
      [all],
    );
    expect(Number(n)).toBe(stored);
    console.log(
      `ingest: ${payloads.length + points.length + exports.length} real files ran end to end, ${stored} observations`,
    );
  }, 120_000);
});

describe("a vendor's own id of a reading", () => {
  const minute = { startTime: '2026-02-05T13:00:00Z', endTime: '2026-02-05T13:01:00Z', startUtcOffset: '0s' };
  const longName = `users/1/dataTypes/steps/dataPoints/${'9'.repeat(400)}`;
  it.each<[string, string, (value: number) => object]>([
    [
      'fitbit',
      'sleep:26013218219',
      (value) => ({
        sleep: [
          { logId: 26013218219, startTime: '2026-02-05T22:00:00.000', duration: 27_000_000, minutesAsleep: value },
        ],
      }),
    ],
    [
      'google-health',
      longName,
      (value) => ({ dataPoints: [{ name: longName, steps: { interval: minute, count: value } }] }),
    ],
    [
      'open-mhealth',
      'omh "1" \u2764',
      (value) => ({
        header: { id: 'omh "1" \u2764', schema_id: { namespace: 'omh', name: 'step-count', version: '3.0' } },
        body: {
          step_count: value,
          effective_time_frame: { time_interval: { start_date_time: minute.startTime, end_date_time: minute.endTime } },
        },
      }),
    ],
  ])('(%s) reads back as it was given, also after a correction', async (name, value, payload) => {
    const of = await registerPatient(clinician);
    for (const steps of [300, 310]) {
      expect((await vendor(name, payload(steps), of)).body).toMatchObject({ refusedCount: 0 });
    }
    const { body } = await clinician.agent.get(`/fhir/Observation?patient=${of}`).expect(200);
    const [{ resource }] = body.entry;
    expect(resource).toMatchObject({
      identifier: [{ system: `urn:stepwell:${name}`, value }],
      meta: { versionId: '2' },
    });
    const { body: read } = await clinician.agent.get(`/fhir/Observation/${resource.id}`).expect(200);
    const { body: first } = await clinician.agent.get(`/fhir/Observation/${resource.id}/_history/1`).expect(200);
    expect([read.identifier, first.identifier]).toEqual([resource.identifier, resource.identifier]);
  });
});
