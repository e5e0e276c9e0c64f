import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { toObservation } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';

let app: TestApp;
let clinician: Person;
let token: string;
beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'moment');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

const AT = '2026-03-03T10:00:00Z';
const WORDS = 'must not be another value of a moment that this message has given already';
const send = (path: string, body: object | string, type = 'application/json') =>
  app
    .http()
    .post(path)
    .set({ authorization: `Bearer ${token}`, 'content-type': type })
    .send(typeof body === 'string' ? body : JSON.stringify(body));
const reading = (patient: string, value: number) => ({
  patient,
  ...{ metric: 'heartRate', unit: '/min', start: AT, value },
  source: { system: 'acme', device: 'Band' },
});
const pulse = (patientId: string, value: number, more: object = {}) => ({
  ...toObservation(patientId, { metric: 'heartRate', value, start: AT }),
  ...more,
});
const bundle = (type: string, resources: object[]) => ({
  resourceType: 'Bundle',
  type,
  entry: resources.map((resource) => ({ resource, request: { method: 'POST', url: 'Observation' } })),
});
const stored = (patientId: string) =>
  app.database.asOwner<{ value: string; version: number }>(
    'SELECT value::text, version FROM observation WHERE patient_id = $1',
    [patientId],
  );
const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { status: number; errors?: { path: string; message: string }[] });

describe('another value of a moment that the same message has given already', () => {
  it('is refused in a column, by its place; the same value again is a duplicate', async () => {
    const patient = await registerPatient(clinician);
    const column = { metric: 'heartRate', unit: '/min', start: AT, afterSeconds: [0, 0, 0, 0, 60] };
    const device = { model: 'Band', kind: 'watch' };
    const body = { patient, device, columns: [{ ...column, values: [72, 60, 72, 84, 61] }] };
    expect((await send('/ingest/v1/observations', body)).body).toMatchObject({
      ...{ stored: 2, updated: 0, duplicates: 1, refusedCount: 2 },
      refused: [1, 3].map((i) => ({ path: `columns.0.values.${i}`, message: WORDS })),
    });
    expect(await stored(patient)).toEqual([
      { value: '72', version: 1 },
      { value: '61', version: 1 },
    ]);
  });

  it('is refused in a list, and with it the list', async () => {
    const patient = await registerPatient(clinician);
    const list = (...values: number[]) => ({ observations: values.map((value) => reading(patient, value)) });
    const refused = await send('/ingest/v1/observations', list(72, 72, 60));
    expect([refused.status, refused.body.errors]).toEqual([422, [{ path: 'observations.2.value', message: WORDS }]]);
    expect(await stored(patient)).toEqual([]);
    expect((await send('/ingest/v1/observations', list(72, 72))).body).toMatchObject({ stored: 1, duplicates: 1 });
    expect((await send('/ingest/v1/observations', list(60))).body).toMatchObject({ updated: 1 });
  });

  it('is refused in lines that come together', async () => {
    const [own, fhir] = [await registerPatient(clinician), await registerPatient(clinician)];
    const values = [72, 60, 72];
    const streams = [
      ['/ingest/v1/observations', 'value', values.map((value) => reading(own, value))],
      ['/fhir/$import', 'Observation.value', values.map((value) => pulse(fhir, value))],
    ] as const;
    for (const [path, place, all] of streams) {
      const text = all.map((one) => `${JSON.stringify(one)}\n`).join('');
      const answers = lines((await send(path, text, 'application/x-ndjson')).text);
      expect(answers.map(({ status }) => status)).toEqual([201, 422, 200]);
      expect(answers[1]!.errors).toEqual([{ path: place, message: WORDS }]);
    }
    for (const patient of [own, fhir]) expect(await stored(patient)).toEqual([{ value: '72', version: 1 }]);
  });

  it('of lines that come in pieces the last stands, however the pieces meet in the store', async () => {
    // A piece is a thousand lines at most; two of them are being stored at a time.
    const patients = await Promise.all(Array.from({ length: 5 }, () => registerPatient(clinician)));
    for (const patient of patients) {
      const minutes = Array.from({ length: 1000 }, (_, i) => new Date(Date.parse(AT) + i * 60_000).toISOString());
      const piece = (value: number) =>
        minutes.map((start) => `${JSON.stringify({ ...reading(patient, value), start })}\n`);
      const text = [61, 62, 63].map((value) => piece(value).join('')).join('');
      const answers = lines((await send('/ingest/v1/observations', text, 'application/x-ndjson')).text);
      expect(answers.filter(({ status }) => status >= 300)).toEqual([]);
      expect(
        await app.database.asOwner(
          'SELECT value::text, max(version) AS version, count(*)::int AS n FROM observation WHERE patient_id = $1 GROUP BY 1',
          [patient],
        ),
      ).toEqual([{ value: '63', version: 3, n: 1000 }]);
    }
  });

  it('is refused in a batch alone, in a transaction with all of it; a correction is the next version', async () => {
    const patient = await registerPatient(clinician);
    const post = (type: string, resources: object[]) => send('/fhir', bundle(type, resources), 'application/fhir+json');
    const whole = await post('transaction', [pulse(patient, 72), pulse(patient, 60)]);
    expect([whole.status, whole.body.issue[0]]).toEqual([
      422,
      expect.objectContaining({ code: 'value', expression: ['Bundle.entry[1].resource.value'] }),
    ]);
    expect(await stored(patient)).toEqual([]);
    const each = await post('batch', [pulse(patient, 72), pulse(patient, 60), pulse(patient, 72)]);
    expect(each.body.entry.map((e: { response: { status: string } }) => e.response.status.slice(0, 3))).toEqual([
      ...['201', '422', '200'],
    ]);
    expect(await stored(patient)).toEqual([{ value: '72', version: 1 }]);
    for (const [type, corrected] of [
      ['transaction', 70],
      ['batch', 68],
    ] as const) {
      const correct = await post(type, [pulse(patient, 72), pulse(patient, corrected, { status: 'corrected' })]);
      expect(correct.body.entry[1].response.status).toMatch(/^200/);
    }
    expect(await stored(patient)).toEqual([{ value: '68', version: 3 }]);
  });
});

describe('in what a vendor wrote', () => {
  const vendor = async (patient: string, name: string, payload: object) =>
    (await send(`/ingest/v1/vendors/${name}?patient=${patient}`, payload)).body;
  const minutes = (...values: number[]) => ({
    'activities-steps': [{ dateTime: '2026-03-03', value: '500' }],
    'activities-steps-intraday': {
      dataset: values.map((value) => ({ time: '10:00:00', value })),
      ...{ datasetInterval: 1, datasetType: 'minute' },
    },
  });
  const days = (...values: string[]) => ({
    'activities-steps': values.map((value) => ({ dateTime: '2026-03-03', value })),
  });
  const points = (...counts: string[]) => ({
    dataPoints: counts.map((count) => ({
      steps: { interval: { startTime: AT, endTime: '2026-03-03T10:01:00Z' }, count },
    })),
  });

  it.each([
    ['fitbit', days('100', '200', '100'), days('200'), 'activities-steps[1].value', 1, ['100', '200']],
    ['fitbit', minutes(7, 9, 7), minutes(9), 'activities-steps-intraday.dataset[1].value', 2, ['7', '9']],
    ['google-health', points('84', '99', '84'), points('99'), 'dataPoints[1].steps.count', 1, ['84', '99']],
  ])(
    'another value is refused by its place, and what it is alone is news: %s %#',
    async (name, all, one, path, added, [first, then]) => {
      const patient = await registerPatient(clinician);
      const refused = { refused: [{ path, message: WORDS }], refusedCount: 1 };
      expect(await vendor(patient, name, all)).toMatchObject({ stored: added, updated: 0, duplicates: 1, ...refused });
      expect(await vendor(patient, name, all)).toMatchObject({
        stored: 0,
        updated: 0,
        duplicates: added + 1,
        ...refused,
      });
      const values = async () =>
        (await stored(patient)).filter(({ value }) => value !== '500').map(({ value }) => value);
      expect(await values()).toEqual([first]);
      expect(await vendor(patient, name, one)).toMatchObject({ updated: 1, refusedCount: 0 });
      expect(await values()).toEqual([then]);
    },
  );

  it('another value in an export file of Apple is counted as refused', async () => {
    const patient = await registerPatient(clinician);
    const at = (minute: string) => `2026-03-03 10:${minute}:00 +0000`;
    const records = [7, 9, 7].map(
      (value) =>
        `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Watch" unit="count" startDate="${at('00')}" endDate="${at('05')}" value="${value}"/>`,
    );
    const { body } = await clinician.agent
      .post(`/ingest/v1/uploads?patient=${patient}&kind=apple-health`)
      .attach('file', Buffer.from(`<?xml version="1.0"?><HealthData>${records.join('')}</HealthData>`), 'export.xml')
      .expect(202);
    const state = async () => (await clinician.agent.get(`/ingest/v1/uploads/${body.id}`)).body;
    await until('the file was read', async () => ['done', 'failed'].includes((await state()).state));
    expect(await state()).toMatchObject({ state: 'done', records: 3, stored: 1, duplicates: 1, refused: 1 });
    expect(await stored(patient)).toEqual([{ value: '7', version: 1 }]);
  });
});

describe('one Open mHealth document', () => {
  const omh = (value: unknown) => ({
    header: { id: 'a', schema_id: { namespace: 'omh', name: 'heart-rate', version: '2.0' } },
    body: { heart_rate: { value, unit: 'beats/min' }, effective_time_frame: { date_time: AT } },
  });

  it('of which nothing can be stored is refused; in a list it is named, and the rest is taken', async () => {
    const patient = await registerPatient(clinician);
    const path = `/ingest/v1/vendors/open-mhealth?patient=${patient}`;
    const alone = await send(path, omh('fast'));
    expect([alone.status, alone.body.errors]).toEqual([
      422,
      [expect.objectContaining({ path: expect.stringMatching(/^body\.heart_rate/) })],
    ]);
    expect((await send(path, {})).status).toBe(422);
    expect((await send(path, [omh('fast')])).body).toMatchObject({ stored: 0, refusedCount: 1 });
    expect((await send(path, [omh('fast'), omh(61)])).body).toMatchObject({ stored: 1, refusedCount: 1 });
    expect((await send(path, omh(61))).body).toMatchObject({ stored: 0, duplicates: 1 });
  });
});
