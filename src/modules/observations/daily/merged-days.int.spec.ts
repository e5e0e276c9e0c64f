import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { postObservations, type Reading } from '../../../../test/support/fhir.js';
import {
  createClinic,
  inviteAndAccept,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../../test/support/people.js';
import { untilQuiet } from '../../../../test/support/quiet.js';
import { startOfDay } from '../../../metrics/index.js';

const ZONE = 'Europe/Berlin';
const DAY = '2026-02-24';
const START = startOfDay(ZONE, DAY);
const MINUTE_MS = 60_000;
const at = (minute: number) => new Date(START + minute * MINUTE_MS).toISOString();

let app: TestApp;
let token: string;
let clinician: Person;
let patient: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'merged-days');
  token = await tokenFor(app, clinic.id);
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
}, 120_000);
afterAll(() => app?.close());
beforeEach(async () => {
  patient = await registerPatient(clinician);
});

/** As a phone sends: a column of equal steps in time, from a minute of the day on. */
async function column(
  device: string,
  metric: 'steps' | 'heartRate',
  from: number,
  values: readonly number[],
  every = 60,
) {
  const isSteps = metric === 'steps';
  await app
    .http()
    .post('/ingest/v1/observations')
    .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
    .send(
      JSON.stringify({
        patient,
        device: { model: device, kind: device.includes('Phone') ? 'phone' : 'watch' },
        columns: [
          {
            metric,
            unit: isSteps ? '{steps}' : '/min',
            start: at(from),
            everySeconds: every,
            ...(isSteps ? { lengthSeconds: every } : {}),
            values,
          },
        ],
      }),
    )
    .expect(200);
}
const fhir = (...readings: Reading[]) => postObservations(app, token, patient, readings);
const times = (count: number, value: number) => new Array<number>(count).fill(value);

async function dayOf(metric: string) {
  await untilQuiet(app.database, patient);
  const { body } = await clinician.agent.get(`/api/v1/patients/${patient}/days/${metric}/${DAY}`).expect(200);
  expect(body.pending).toBe(false);
  return body as {
    value: number;
    state: string;
    wearMinutes: number | null;
    sources: { label: string; value: number; counted: number; totalMinusIntervals?: number }[];
  };
}
const counted = (day: { sources: { label: string; counted: number }[] }) =>
  Object.fromEntries(day.sources.map((s) => [s.label, Math.round(s.counted * 100) / 100]));

describe('a day of several tellings', () => {
  it('has a night once that came by its day and by its times, and shows the difference', async () => {
    const told = { metric: 'sleepDuration', value: 7.5, start: DAY, device: 'Alpha Watch' } as const;
    const night = { metric: 'sleepDuration', value: 7, start: at(-60), end: at(390), device: 'Alpha Watch' } as const;
    await fhir(told);
    await fhir(night);
    const day = await dayOf('sleepDuration');
    expect(day.value).toBeCloseTo(7.5, 6);
    expect(day.sources[0]!.totalMinusIntervals).toBeCloseTo(0.5, 6);
    await fhir({ ...told, value: 8, device: 'My Phone' });
    expect((await dayOf('sleepDuration')).value).toBeCloseTo(7.5, 6);
  });

  it('counts a watch once whose minutes come by one road and whose hours by another', async () => {
    await fhir({ metric: 'steps', value: 100, start: at(540), end: at(600), device: 'Apple Watch' });
    await column('Apple Watch', 'steps', 540, times(5, 20));
    expect((await dayOf('steps')).value).toBeCloseTo(100, 6);
  });

  it('is no less worn for a pulse that another instrument took', async () => {
    await fhir({ metric: 'steps', value: 8000, start: DAY, device: 'Pedometer One' });
    await fhir({ metric: 'heartRate', value: 72, start: at(600), device: 'Clinic BP Cuff' });
    expect(await dayOf('steps')).toMatchObject({ value: 8000, state: 'ok', wearMinutes: null });
  });

  it('has the heart rate of the better device, in the order that somebody may choose', async () => {
    await column('My Watch', 'heartRate', 420, times(10, 60));
    await column('My Phone', 'heartRate', 420, times(60, 90), 10);
    const day = await dayOf('heartRate');
    expect([day.value, counted(day)]).toEqual([60, { 'My Watch': 60, 'My Phone': 0 }]);
    const { body } = await clinician.agent.get(`/api/v1/patients/${patient}/sources`).expect(200);
    const phone = body.sources.find((s: { label: string }) => s.label === 'My Phone').sourceId;
    await clinician.agent
      .put(`/api/v1/patients/${patient}/sources/heartRate/order`)
      .send({ sourceIds: [phone] })
      .expect(200);
    expect((await dayOf('heartRate')).value).toBe(90);
  });

  it('does not lose what a phone counted while the watch lay on the table and wrote noughts', async () => {
    await column('My Watch', 'heartRate', 420, times(300, 70));
    await column('My Watch', 'heartRate', 840, times(240, 70));
    await column('My Watch', 'steps', 420, [...times(300, 5), ...times(120, 0), ...times(240, 5)]);
    await column('My Phone', 'steps', 720, times(120, 20));
    const day = await dayOf('steps');
    expect(counted(day)).toEqual({ 'My Watch': 2700, 'My Phone': 2400 });
    expect([day.value, day.wearMinutes]).toEqual([5100, 540]);
  });

  it('takes noughts for a value while the watch is worn', async () => {
    await column('My Watch', 'heartRate', 420, times(660, 70));
    await column('My Watch', 'steps', 420, [...times(300, 5), ...times(120, 0), ...times(240, 5)]);
    await column('My Phone', 'steps', 720, times(120, 20));
    expect(await dayOf('steps')).toMatchObject({ value: 2700, wearMinutes: 660, state: 'ok' });
  });
});

it('a day whose hours were added up with noise is neither said with it nor taken for one that waits', async () => {
  const night = (from: number, hours: number) =>
    fhir({ metric: 'sleepDuration', value: hours, start: at(from), end: at(from + hours * 60) });
  await night(0, 2.1);
  await night(150, 5.85);
  expect((await dayOf('sleepDuration')).value).toBe(7.95);
  // As it was kept before.
  await app.database.asOwner('UPDATE daily_value SET value = $2 WHERE patient_id = $1', [patient, 2.1 + 5.85]);
  const [row] = await app.database.asOwner<{ value: number }>('SELECT value FROM daily_value WHERE patient_id = $1', [
    patient,
  ]);
  expect(row!.value).not.toBe(7.95);
  expect((await dayOf('sleepDuration')).value).toBe(7.95);

  it('an hour of another device is not spread between the minutes in which the watch saw somebody walk', async () => {
    for (const minute of [600, 610, 620, 630]) await column('Watch', 'steps', minute, [100]);
    await column('Phone', 'steps', 600, [450], 3600);
    await column('Phone', 'steps', 660, [80], 3600);
    expect(await dayOf('steps')).toMatchObject({
      value: 530,
      sources: [
        { label: 'Watch', value: 400, counted: 400 },
        { label: 'Phone', value: 530, counted: 130 },
      ],
    });
  });
});

it('of a day that a journey has made longer the same minutes are a smaller share', async () => {
  await column('Test Watch', 'heartRate', 11 * 60, times(120, 70));
  await column('Test Watch', 'steps', 11 * 60, times(120, 10));
  const shares = async () => {
    await untilQuiet(app.database, patient);
    const sql =
      'SELECT metric, round((coverage * 24)::numeric, 2)::float8 AS hours FROM daily_value WHERE patient_id = $1 ORDER BY 1';
    return app.database.asOwner(sql, [patient]);
  };
  const both = (hours: number) => ['heartRate', 'steps'].map((metric) => ({ metric, hours }));
  expect(await shares()).toEqual(both(2));
  const journey = { since: at(20 * 60), zone: 'America/New_York' };
  await clinician.agent.put(`/api/v1/patients/${patient}/time-zones`).send(journey).expect(200);
  // Of thirty hours.
  expect(await shares()).toEqual(both(1.6));
});
