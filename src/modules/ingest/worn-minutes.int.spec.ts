import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { type MetricId, METRICS, UCUM } from '../../metrics/index.js';

let app: TestApp;
let clinician: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'worn');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

const DAY = '2026-02-10';
const send = (path: string, body: object) =>
  app
    .http()
    .post(path)
    .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
    .send(JSON.stringify(body));
const fitbit = async (of: string, payload: object) =>
  (await send(`/ingest/v1/vendors/fitbit?patient=${of}`, payload).expect(200)).body;
const heart = (...minutes: number[]) => ({
  'activities-heart': [{ dateTime: DAY, value: { heartRateZones: minutes.map((n) => ({ minutes: n })) } }],
});
const steps = (value: number) => ({ 'activities-steps': [{ dateTime: DAY, value: String(value) }] });
const clock = (minute: number) => new Date(minute * 60_000).toISOString().slice(11, 19);
const pulses = (from: number, to: number) => ({
  ...heart(1000),
  'activities-heart-intraday': {
    dataset: Array.from({ length: to - from }, (_, i) => ({ time: clock(from + i), value: 70 })),
  },
});

const observationOf = (of: string, metric: MetricId, value: number) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [METRICS[metric].codings[0]] },
  subject: { reference: `Patient/${of}` },
  valueQuantity: { value, system: UCUM, code: METRICS[metric].unit },
});

/** The day once it is added up. */
async function dayOf(of: string, metric = 'steps') {
  let found: Record<string, unknown> = {};
  await until('the day is added up', async () => {
    found = (await clinician.agent.get(`/api/v1/patients/${of}/days/${metric}/${DAY}`).expect(200)).body;
    return found['pending'] === false;
  });
  return found;
}

describe('the minutes that a vendor says its device was worn', () => {
  it('are those of the day until heart rates say better; told again nothing changes, corrected the day follows', async () => {
    const of = await registerPatient(clinician);
    await fitbit(of, steps(2100));
    expect(await dayOf(of)).toMatchObject({ value: 2100, wearMinutes: null, wornFrom: null, state: 'ok' });
    expect(await fitbit(of, heart(800, 100))).toMatchObject({ stored: 1, refusedCount: 0 });
    const told = { value: 2100, wearMinutes: 900, wornFrom: 'vendor', coverage: 0.625, state: 'ok' };
    expect(await dayOf(of)).toMatchObject(told);
    expect(await fitbit(of, heart(800, 100))).toMatchObject({ stored: 0, updated: 0, duplicates: 1 });
    expect(await fitbit(of, heart(300, 100))).toMatchObject({ stored: 0, updated: 1 });
    expect(await dayOf(of)).toMatchObject({ wearMinutes: 400, wornFrom: 'vendor', state: 'notWorn' });
    await fitbit(of, pulses(480, 1200));
    expect(await dayOf(of)).toMatchObject({ wearMinutes: 720, wornFrom: 'heart-rate', state: 'ok' });

    const { body: devices } = await clinician.agent.get(`/api/v1/patients/${of}/sources`).expect(200);
    expect(devices.orders.map((order: { metric: string }) => order.metric)).not.toContain('wornMinutes');
    const days = `/api/v1/patients/${of}/observations?metric=steps&from=${DAY}&to=${DAY}&resolution=day`;
    const { body: range } = await clinician.agent.get(days).expect(200);
    expect(range.items).toMatchObject([{ wearMinutes: 720, wornFrom: 'heart-rate' }]);
    const { body: series } = await clinician.agent
      .get(`/api/v1/patients/${of}/series?from=${DAY}&to=${DAY}`)
      .expect(200);
    expect(series.panels).toMatchObject([
      { metric: 'steps', days: [{ wearMinutes: 720, wornFrom: 'heart-rate', coverage: 0.5 }] },
    ]);
  });

  it('are an Observation with our code, of the account', async () => {
    const of = await registerPatient(clinician);
    await fitbit(of, { ...steps(2100), ...heart(900) });
    expect(await dayOf(of)).toMatchObject({ wearMinutes: 900, wornFrom: 'vendor' });
    const told = await dayOf(of, 'wornMinutes');
    expect(told).toMatchObject({ value: 900, observations: [{ value: 900, counted: 900, version: 1 }] });
    const { id } = (told['observations'] as { id: string }[])[0]!;
    const { body } = await clinician.agent.get(`/fhir/Observation/${id}`).expect(200);
    expect(body).toMatchObject({
      code: { coding: [{ system: 'urn:stepwell:metric', code: 'worn-minutes' }] },
      valueQuantity: { value: 900, code: 'min' },
      device: { display: 'fitbit' },
      identifier: [{ system: 'urn:stepwell:fitbit', value: `activities-heart-zones:${DAY}` }],
    });
  });

  it('told by FHIR count in the same way; taken back as an error they say nothing any more', async () => {
    const of = await registerPatient(clinician);
    const inFhir = (metric: MetricId, value: number, status = 'final') =>
      send('/fhir/Observation', {
        ...observationOf(of, metric, value),
        status,
        effectiveDateTime: DAY,
        device: { display: 'Acme Band' },
      });
    await inFhir('steps', 2100).expect(201);
    await inFhir('wornMinutes', 900).expect(201);
    expect(await dayOf(of)).toMatchObject({ value: 2100, wearMinutes: 900, wornFrom: 'vendor' });
    await inFhir('wornMinutes', 900, 'entered-in-error').expect(200);
    expect(await dayOf(of)).toMatchObject({ value: 2100, wearMinutes: null, wornFrom: null, state: 'ok' });
  });

  it('of more than the day has, or fewer than none, are refused by their field on every road', async () => {
    const of = await registerPatient(clinician);
    const field = 'activities-heart[0].value.heartRateZones';
    expect((await fitbit(of, heart(1000, 441))).refused).toMatchObject([{ path: field }]);
    expect((await fitbit(of, heart(-1))).refused).toMatchObject([{ path: `${field}[0].minutes` }]);

    const period = { start: `${DAY}T00:00:00+01:00`, end: `${DAY}T12:00:00+01:00` };
    const source = { system: 'acme', kind: 'watch' };
    const own = { patient: of, metric: 'wornMinutes', ...period, unit: 'min', source };
    for (const value of [721, -1]) {
      const readings = { observations: [{ ...own, value }] };
      const { body } = await send('/ingest/v1/observations', readings).expect(422);
      expect(body.errors).toMatchObject([{ path: 'observations.0.value' }]);
    }
    const column = { metric: 'wornMinutes', unit: 'min', start: period.start, everySeconds: 3600, lengthSeconds: 3600 };
    const device = { model: 'Band', kind: 'watch' };
    const columns = { patient: of, device, columns: [{ ...column, values: [61, 60] }] };
    const { body: taken } = await send('/ingest/v1/observations', columns).expect(200);
    expect(taken).toMatchObject({ stored: 1, refused: [{ path: 'columns.0.values.0' }] });

    const inFhir = (value: number) =>
      send('/fhir/Observation', { ...observationOf(of, 'wornMinutes', value), effectiveDateTime: '2026-03-29' });
    const { body: outcome } = await inFhir(1381).expect(422);
    expect(outcome.issue).toMatchObject([{ expression: ['Observation.valueQuantity.value'] }]);
    await inFhir(1380).expect(201);
  });
});
