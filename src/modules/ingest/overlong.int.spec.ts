import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { METRICS, UCUM } from '../../metrics/index.js';

let app: TestApp;
let clinician: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'overlong');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

const post = async (path: string, body: object | string, contentType = 'application/json') => {
  const answer = await app
    .http()
    .post(path)
    .set({ authorization: `Bearer ${token}`, 'content-type': contentType })
    .buffer(true)
    .parse((res, done) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', () => done(null, text));
    })
    .send(typeof body === 'string' ? body : JSON.stringify(body));
  return { status: answer.status, body: JSON.parse((answer.body as string).split('\n')[0]!) };
};

/** Nine hours that were slept in one. */
const START = '2026-02-10T23:00:00+01:00';
const END = '2026-02-11T00:00:00+01:00';
const observation = (of: string, more: object = {}, value = 9) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [METRICS.sleepDuration.codings[0]] },
  subject: { reference: `Patient/${of}` },
  effectivePeriod: { start: START, end: END },
  valueQuantity: { value, system: UCUM, code: 'h' },
  device: { display: 'Acme Band' },
  ...more,
});
const reading = (of: string, more: object = {}) => ({
  patient: of,
  metric: 'sleepDuration',
  start: START,
  end: END,
  value: 9,
  unit: 'h',
  source: { system: 'acme', kind: 'watch' },
  ...more,
});
const column = { metric: 'sleepDuration', unit: 'h', start: START, everySeconds: 86_400, lengthSeconds: 3600 };
const openMHealth = (seconds: number) => ({
  header: { id: 'a1', schema_id: { namespace: 'omh', name: 'total-sleep-time', version: '1.0' } },
  body: {
    total_sleep_time: { value: seconds, unit: 'sec' },
    effective_time_frame: { time_interval: { start_date_time: START, end_date_time: END } },
  },
});
const fitbit = (minutesAsleep: number) => ({
  sleep: [
    { logId: 1, startTime: '2026-02-10T23:00:00', endTime: '2026-02-11T00:00:00', duration: 3_600_000, minutesAsleep },
  ],
});
const google = (minutesAsleep: number) => ({
  dataPoints: [{ sleep: { interval: { startTime: START, endTime: END }, summary: { minutesAsleep } } }],
});
const apple = (minutes: number) =>
  `<HealthData><Record type="HKQuantityTypeIdentifierAppleExerciseTime" sourceName="Watch" unit="min" startDate="2026-02-07 08:00:00 +0100" endDate="2026-02-07 08:10:00 +0100" value="${minutes}"/></HealthData>`;

const sentence = expect.stringContaining('must be at most the 60 minutes of its period');

describe('a time that is longer than the one of which it is told', () => {
  it('is refused by its field in FHIR, alone and as a line', async () => {
    const of = await registerPatient(clinician);
    const alone = await post('/fhir/Observation', observation(of));
    expect(alone).toMatchObject({
      status: 422,
      body: { issue: [{ expression: ['Observation.valueQuantity.value'], diagnostics: sentence }] },
    });
    const line = await post('/fhir/$import', JSON.stringify(observation(of)), 'application/fhir+ndjson');
    expect(line.body).toMatchObject({ status: 422, detail: sentence });
  });

  it('is refused by its field in plain JSON, as a line and in a column', async () => {
    const of = await registerPatient(clinician);
    const list = await post('/ingest/v1/observations', { observations: [reading(of)] });
    expect(list).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'observations.0.value', message: sentence }] },
    });
    const line = await post('/ingest/v1/observations', JSON.stringify(reading(of)), 'application/x-ndjson');
    expect(line.body).toMatchObject({ status: 422, errors: [{ path: 'value', message: sentence }] });
    const columns = { patient: of, device: { model: 'Band', kind: 'watch' }, columns: [{ ...column, values: [9, 1] }] };
    const { body } = await post('/ingest/v1/observations', columns);
    expect(body).toMatchObject({ stored: 1, refused: [{ path: 'columns.0.values.0', message: sentence }] });
  });

  it.each<[string, (value: number) => object, number, number, string]>([
    ['fitbit', fitbit, 540, 60, 'sleep[0].minutesAsleep'],
    ['google-health', google, 540, 60, 'dataPoints[0].sleep.summary.minutesAsleep'],
  ])('is refused by its field in the payload of %s', async (vendor, payload, wrong, right, path) => {
    const address = `/ingest/v1/vendors/${vendor}?patient=${await registerPatient(clinician)}`;
    expect((await post(address, payload(wrong))).body).toMatchObject({
      stored: 0,
      refused: [{ path, message: sentence }],
    });
    expect((await post(address, payload(right))).body).toMatchObject({ stored: 1, refusedCount: 0 });
  });

  it('is refused by its field in an Open mHealth document', async () => {
    const address = `/ingest/v1/vendors/open-mhealth?patient=${await registerPatient(clinician)}`;
    const { status, body } = await post(address, openMHealth(32_400));
    expect({ status, errors: body.errors }).toEqual({ status: 422, errors: [{ path: 'body', message: sentence }] });
    expect((await post(address, openMHealth(3_600))).body).toMatchObject({ stored: 1 });
  });

  it.each([
    [90, { stored: 0, refused: 1 }],
    [10, { stored: 1, refused: 0 }],
  ])('is counted as refused in an export (%s minutes in ten)', async (minutes, counts) => {
    const of = await registerPatient(clinician);
    const { body } = await clinician.agent
      .post(`/ingest/v1/uploads?patient=${of}&kind=apple-health`)
      .attach('file', Buffer.from(apple(minutes)), 'export.xml')
      .expect(202);
    const state = async () => (await clinician.agent.get(`/ingest/v1/uploads/${body.id}`).expect(200)).body;
    await until('it is read', async () => ['done', 'failed'].includes((await state()).state));
    expect(await state()).toMatchObject({ state: 'done', ...counts });
  });
});

describe('what is no such time', () => {
  it.each([
    ['a moment', { effectivePeriod: undefined, effectiveDateTime: END }],
    ['a period that ends when it begins', { effectivePeriod: { start: END, end: END } }],
    ['a day', { effectivePeriod: undefined, effectiveDateTime: '2026-02-11' }],
  ])('goes in: sleep of %s', async (_name, when) => {
    const of = await registerPatient(clinician);
    expect(await post('/fhir/Observation', observation(of, when))).toMatchObject({ status: 201 });
  });

  it('goes in: a night in hours to two decimals, over some seconds less', async () => {
    const of = await registerPatient(clinician);
    const effectivePeriod = { start: '2026-02-10T23:00:00+01:00', end: '2026-02-11T06:58:40+01:00' };
    expect(await post('/fhir/Observation', observation(of, { effectivePeriod }, 7.98))).toMatchObject({ status: 201 });
  });

  it('goes in: one in error that was stored before, to be taken back', async () => {
    const of = await registerPatient(clinician);
    expect(await post('/fhir/Observation', observation(of, { status: 'entered-in-error' }))).toMatchObject({
      status: 201,
    });
  });
});
