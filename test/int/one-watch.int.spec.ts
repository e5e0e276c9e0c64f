import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTestApp, type TestApp } from '../support/app.js';
import { toBatch, toObservation, type Reading } from '../support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../support/people.js';

/** One morning of one watch, as each road tells it: minutes of steps, two pulses, a night. */
const MINUTE_MS = 60_000;
const WOKE = Date.parse('2026-03-05T06:00:00Z');
const SLEPT = WOKE - 450 * MINUTE_MS;
const iso = (ms: number) => new Date(ms).toISOString();
const STEPS = [12, 0, 84].map((value, i) => ({ value, start: WOKE + i * MINUTE_MS, end: WOKE + (i + 1) * MINUTE_MS }));
const PULSES = [61, 64].map((value, i) => ({ value, start: WOKE + i * 5000 }));
const ASLEEP_MINUTES = 410;

let app: TestApp;
let token: string;
let clinician: Person;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'one-watch');
  token = await tokenFor(app, clinic.id);
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
}, 120_000);
afterAll(() => app?.close());

const post = (path: string, body: object) =>
  app
    .http()
    .post(path)
    .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
    .send(JSON.stringify(body));

const readings: Reading[] = [
  ...STEPS.map(({ value, start, end }) => ({ metric: 'steps' as const, value, start: iso(start), end: iso(end) })),
  ...PULSES.map(({ value, start }) => ({ metric: 'heartRate' as const, value, start: iso(start) })),
];
/** In minutes, as it was measured. */
function fhirNight(patient: string, device: string): object {
  const night = toObservation(patient, {
    metric: 'sleepDuration',
    value: 0,
    start: iso(SLEPT),
    end: iso(WOKE),
    device,
  });
  return { ...night, valueQuantity: { value: ASLEEP_MINUTES, system: 'http://unitsofmeasure.org', code: 'min' } };
}

type Road = (patient: string) => Promise<number>;
const taken = (answer: { body: { stored?: number; updated?: number; duplicates?: number } }) =>
  (answer.body.stored ?? 0) + (answer.body.updated ?? 0) + (answer.body.duplicates ?? 0);

const ROADS: Record<string, Road> = {
  'vendor cloud': async (patient) => {
    const dataSource = { device: { displayName: 'Acme Band 2', formFactor: 'WATCH' } };
    const dataPoints = [
      ...STEPS.map(({ value, start, end }) => ({
        steps: { interval: { startTime: iso(start), endTime: iso(end) }, count: String(value) },
      })),
      ...PULSES.map(({ value, start }) => ({
        heartRate: { sampleTime: { physicalTime: iso(start) }, beatsPerMinute: String(value) },
      })),
      {
        sleep: {
          interval: { startTime: iso(SLEPT), endTime: iso(WOKE) },
          summary: { minutesAsleep: String(ASLEEP_MINUTES) },
        },
      },
    ].map((point) => ({ dataSource, ...point }));
    return taken(await post(`/ingest/v1/vendors/google-health?patient=${patient}`, { dataPoints }));
  },
  'phone push': async (patient) => {
    const columns = [
      {
        metric: 'steps',
        unit: '{steps}',
        start: iso(WOKE),
        everySeconds: 60,
        lengthSeconds: 60,
        values: STEPS.map((s) => s.value),
      },
      { metric: 'heartRate', unit: '/min', start: iso(WOKE), everySeconds: 5, values: PULSES.map((p) => p.value) },
      {
        metric: 'sleepDuration',
        unit: 'min',
        start: iso(SLEPT),
        everySeconds: 1,
        lengthSeconds: 27_000,
        values: [ASLEEP_MINUTES],
      },
    ];
    const device = { maker: 'Acme GmbH', model: 'Band-2', kind: 'watch' };
    return taken(await post('/ingest/v1/observations', { patient, device, columns }));
  },
  'plain JSON': async (patient) => {
    const source = { system: 'acme-gateway', device: "Ana's Acme Band 2", kind: 'other' };
    const observations = [
      ...STEPS.map((s) => ({ metric: 'steps', unit: '{steps}', value: s.value, start: iso(s.start), end: iso(s.end) })),
      ...PULSES.map((p) => ({ metric: 'heartRate', unit: '/min', value: p.value, start: iso(p.start) })),
      { metric: 'sleepDuration', unit: 'min', value: ASLEEP_MINUTES, start: iso(SLEPT), end: iso(WOKE) },
    ].map((one) => ({ patient, source, ...one }));
    return taken(await post('/ingest/v1/observations', { observations }));
  },
  'FHIR Bundle': async (patient) => {
    const batch = toBatch(
      patient,
      readings.map((one) => ({ ...one, device: 'ACME Band 2' })),
    ) as { entry: object[] };
    const night = { resource: fhirNight(patient, 'ACME Band 2'), request: { method: 'POST', url: 'Observation' } };
    const { body } = await post('/fhir', { ...batch, entry: [...batch.entry, night] });
    return body.entry.filter((e: { response: { status: string } }) => /^20[01]/.test(e.response.status)).length;
  },
  'FHIR Observations': async (patient) => {
    const all = readings.map((one) => toObservation(patient, { ...one, device: 'Acme Band 2' }));
    const answers = [];
    for (const one of [fhirNight(patient, 'Acme  Band 2'), ...all]) answers.push(await post('/fhir/Observation', one));
    return answers.filter(({ status }) => status === 200 || status === 201).length;
  },
  'Open mHealth': async (patient) => {
    const point = (name: string, body: object, frame: object) => ({
      header: {
        uuid: `${name}-${JSON.stringify(frame)}`,
        schema_id: { namespace: 'omh', name, version: name === 'step-count' ? '3.0' : '1.0' },
        modality: 'sensed',
        external_datasheets: [
          { datasheet_type: 'manufacturer', datasheet_reference: 'Acme' },
          { datasheet_type: 'hardware', datasheet_reference: 'Band 2' },
        ],
      },
      body: { ...body, effective_time_frame: frame },
    });
    const span = (start: number, end: number) => ({
      time_interval: { start_date_time: iso(start), end_date_time: iso(end) },
    });
    const documents = [
      ...STEPS.map((s) => point('step-count', { step_count: { value: s.value, unit: 'steps' } }, span(s.start, s.end))),
      ...PULSES.map((p) =>
        point('heart-rate', { heart_rate: { value: p.value, unit: 'beats/min' } }, { date_time: iso(p.start) }),
      ),
      point('total-sleep-time', { total_sleep_time: { value: ASLEEP_MINUTES, unit: 'min' } }, span(SLEPT, WOKE)),
    ];
    return taken(await post(`/ingest/v1/vendors/open-mhealth?patient=${patient}`, documents));
  },
  'file export': async (patient) => {
    const hardware = '&lt;&lt;HKDevice: 0x2&gt;, name:Acme Band 2, manufacturer:Acme GmbH, model:AB2, software:1.1&gt;';
    const record = (type: string, start: number, end: number, value: string, unit?: string) =>
      `<Record type="HK${type}" sourceName="Acme App" device="${hardware}" startDate="${apple(start)}" endDate="${apple(end)}" value="${value}"${unit ? ` unit="${unit}"` : ''}/>`;
    const asleep = (from: number, to: number) =>
      record(
        'CategoryTypeIdentifierSleepAnalysis',
        SLEPT + from * MINUTE_MS,
        SLEPT + to * MINUTE_MS,
        'HKCategoryValueSleepAnalysisAsleepCore',
      );
    const records = [
      ...STEPS.map((s) => record('QuantityTypeIdentifierStepCount', s.start, s.end, String(s.value), 'count')),
      ...PULSES.map((p) => record('QuantityTypeIdentifierHeartRate', p.start, p.start, String(p.value), 'count/min')),
      asleep(0, 200),
      asleep(240, 450),
    ];
    const xml = `<?xml version="1.0"?><HealthData><ExportDate value="${apple(WOKE)}"/>${records.join('')}</HealthData>`;
    const { body } = await app
      .http()
      .post(`/ingest/v1/uploads?patient=${patient}&kind=apple-health`)
      .set('authorization', `Bearer ${token}`)
      .attach('file', Buffer.from(xml), 'export.xml')
      .expect(202);
    for (;;) {
      const state = await app
        .http()
        .get(`/ingest/v1/uploads/${body.id}`)
        .set('authorization', `Bearer ${token}`)
        .expect(200);
      if (state.body.state === 'failed') throw new Error(state.body.error);
      if (state.body.state === 'done') return state.body.stored + state.body.duplicates;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  },
};
const apple = (ms: number) => `${iso(ms).slice(0, 19).replace('T', ' ')} +0000`;

/** What is in the store of a patient, without ids and times of arrival. */
const state = (patient: string) =>
  app.database.asOwner<object>(
    `SELECT c.code, o.start_at AS start, o.end_at AS end, o.value::text, o.original_value::text AS original, o.version, o.status,
       s.system, s.device, s.kind
     FROM observation o JOIN concept c ON c.id = o.concept_id JOIN source s ON s.id = o.source_id
     WHERE o.patient_id = $1 ORDER BY c.code, o.start_at`,
    [patient],
  );
const ALL = STEPS.length + PULSES.length + 1;

it('the same watch by any roads in any order, some of them twice, ends in one set of observations', async () => {
  const names = Object.keys(ROADS);
  const source = { system: 'device', device: 'Acme Band 2', kind: 'watch', version: 1, status: 'final' };
  const once = [
    ...STEPS.map((s) => ({
      ...source,
      code: '55423-8',
      start: new Date(s.start),
      end: new Date(s.end),
      value: String(s.value),
      original: null,
    })),
    ...PULSES.map((p) => ({
      ...source,
      code: '8867-4',
      start: new Date(p.start),
      end: new Date(p.start),
      value: String(p.value),
      original: null,
    })),
    {
      ...source,
      code: '93832-4',
      start: new Date(SLEPT),
      end: new Date(WOKE),
      value: '6.83333333333',
      original: '410',
    },
  ];
  const orders = fc
    .tuple(fc.shuffledSubarray(names, { minLength: 1 }), fc.subarray(names))
    .map(([a, b]) => [...a, ...b]);
  const first = names.map((name, i) => [[name, ...names.slice(0, i)]] as [string[]]);
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      const patient = await registerPatient(clinician);
      for (const road of order) expect([road, await ROADS[road]!(patient)]).toEqual([road, ALL]);
      expect(await state(patient)).toEqual(once);
    }),
    { numRuns: 15, examples: first },
  );
}, 240_000);
