import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { mergeRecords } from '../../../test/support/merges.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { ClosedPeriods } from '../observations/index.js';
import { FollowZones } from './told/follow-zones.js';

let app: TestApp;
let clinicId: string;
let admin: Person;
let clinician: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'closed');
  ({ id: clinicId, admin } = clinic);
  clinician = await inviteAndAccept(app, admin, { role: 'clinician' });
  token = await tokenFor(app, clinicId);
}, 120_000);
afterAll(() => app?.close());

/** Their steps of March 2024 are kept in summary only. */
async function registerWithClosedMarch(): Promise<string> {
  const of = await registerPatient(clinician);
  await closeMarch(of);
  return of;
}
async function closeMarch(of: string): Promise<void> {
  await app.database.asOwner(
    `INSERT INTO closed_period (clinic_id, patient_id, metric, from_day, to_day, from_at, to_at)
     VALUES ($1, $2, 'steps', '2024-03-01', '2024-03-31', '2024-02-29T23:00Z', '2024-03-31T22:00Z')`,
    [clinicId, of],
  );
  app.nest.get(ClosedPeriods).forget(clinicId);
}

const post = (path: string, body: object, headers: object = {}) =>
  app
    .http()
    .post(path)
    .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers })
    .send(JSON.stringify(body));
/** Values of the readings that stand, in order of time. */
const standing = async (of: string): Promise<number[]> =>
  (
    await app.database.asOwner<{ value: string }>(
      `SELECT o.value FROM series w JOIN observation_row o ON o.series_id = w.id JOIN skeleton k ON k.id = o.skeleton_id
       WHERE w.patient_id = $1 AND k.status <> 'entered-in-error' ORDER BY o.start_at`,
      [of],
    )
  ).map(({ value }) => Number(value));
const CLOSED = expect.stringContaining('kept in summary only');

describe('readings of a closed month are refused alone', () => {
  const DAYS = ['2024-02-10', '2024-03-10', '2024-05-10'];

  it('in an export file, which is read to its end', async () => {
    const of = await registerWithClosedMarch();
    const record = (day: string, value: number) =>
      `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Watch" unit="count" startDate="${day} 08:00:00 +0100" endDate="${day} 08:01:00 +0100" value="${value}"/>`;
    const wrong = record('2024-03-11', 1).replace('value="1"', 'value="many"');
    const records = [...DAYS, '2024-03-12'].map((day, i) => record(day, i + 1)).join('') + wrong;
    const file = `<?xml version="1.0"?><HealthData locale="en_GB"><ExportDate value="2026-02-08 08:00:00 +0100"/>${records}</HealthData>`;
    const { body } = await app
      .http()
      .post(`/ingest/v1/uploads?patient=${of}&kind=apple-health`)
      .set('authorization', `Bearer ${token}`)
      .attach('file', Buffer.from(file), 'export.xml')
      .expect(202);
    const state = async () =>
      (await clinician.agent.get(`/ingest/v1/uploads/${body.id}`).expect(200)).body as Record<string, unknown>;
    await until('the file is read', async () => ['done', 'failed'].includes((await state()).state as string));
    expect(await state()).toMatchObject({
      state: 'done',
      records: 5,
      stored: 2,
      refused: 3,
      error: null,
      refusals: [
        { code: 'PERIOD_CLOSED', message: expect.stringContaining('only summaries are kept'), count: 2 },
        { code: 'INVALID', message: 'value must be a number', count: 1 },
      ],
    });
    expect(await standing(of)).toEqual([1, 3]);
  });

  const values = DAYS.map((dateTime, i) => ({ dateTime, value: String(700 + i) }));
  const fitbit = (of: string, days: object[] = values) =>
    post(`/ingest/v1/vendors/fitbit?patient=${of}`, { 'activities-steps': days }).expect(200);

  it("in a vendor's payload, by their path; again it changes nothing", async () => {
    const of = await registerWithClosedMarch();
    const refused = [{ path: 'activities-steps[1].value', message: CLOSED }];
    expect((await fitbit(of)).body).toMatchObject({ stored: 2, duplicates: 0, refused, refusedCount: 1 });
    expect((await fitbit(of)).body).toMatchObject({ stored: 0, updated: 0, duplicates: 2, refused });
    expect(await standing(of)).toEqual([700, 702]);
    const { body } = await clinician.agent.get(`/ingest/v1/payloads?patient=${of}`).expect(200);
    expect(body.payloads).toMatchObject([{ observations: 2 }]);
  });

  it("in a vendor's payload that names one twice", async () => {
    const of = await registerWithClosedMarch();
    const { body } = await fitbit(of, [...values, values[1]!]);
    expect(body).toMatchObject({ stored: 2, refusedCount: 2 });
  });

  it('and those beside them still follow a corrected zone', async () => {
    const of = await registerWithClosedMarch();
    await fitbit(of);
    const zone = { since: '2024-01-01T00:00:00Z', zone: 'Asia/Tokyo' };
    await clinician.agent.put(`/api/v1/patients/${of}/time-zones`).send(zone).expect(200);
    await app.nest.get(FollowZones).tick();
    expect(await standing(of)).toEqual([700, 702]);
    expect((await fitbit(of)).body).toMatchObject({ stored: 0, duplicates: 2, refusedCount: 1 });
    expect(await app.database.asOwner('SELECT 1 FROM zone_move WHERE patient_id = $1', [of])).toEqual([]);
  });

  it('one document alone is refused as a whole, and not kept', async () => {
    const of = await registerWithClosedMarch();
    const document = {
      header: { id: 'one', schema_id: { namespace: 'omh', name: 'step-count', version: '3.0' } },
      body: {
        step_count: 80,
        effective_time_frame: {
          time_interval: { start_date_time: '2024-03-10T08:00:00Z', end_date_time: '2024-03-10T08:05:00Z' },
        },
      },
    };
    const { body } = await post(`/ingest/v1/vendors/open-mhealth?patient=${of}`, document).expect(422);
    expect(body.code).toBe('PERIOD_CLOSED');
    expect(await app.database.asOwner('SELECT 1 FROM raw_payload WHERE patient_id = $1', [of])).toEqual([]);
  });

  const columns = (patient: string) => ({
    patient,
    device: { model: 'Band 2', kind: 'phone' },
    columns: [
      {
        metric: 'steps',
        unit: '{steps}',
        start: '2024-02-10T08:00:00Z',
        afterSeconds: [0, 29 * 86_400, 60 * 86_400],
        lengthSeconds: 60,
        values: [1, 2, 3],
      },
    ],
  });
  const wanted = { stored: 2, refused: [{ path: 'columns.0.values.1', message: CLOSED }], refusedCount: 1 };

  it.each([{}, { 'idempotency-key': 'columns-1' }])("in a phone's columns, by their place (%j)", async (headers) => {
    const of = await registerWithClosedMarch();
    expect((await post('/ingest/v1/observations', columns(of), headers).expect(200)).body).toMatchObject(wanted);
    expect(await standing(of)).toEqual([1, 3]);
  });

  it('in columns that still name a record that was merged', async () => {
    const coordinator = await inviteAndAccept(app, admin, { role: 'coordinator' });
    const [survivorId, duplicateId] = [await registerPatient(clinician), await registerPatient(clinician)];
    await mergeRecords({ coordinator, admin }, { survivorId, duplicateId });
    await closeMarch(survivorId);
    expect((await post('/ingest/v1/observations', columns(duplicateId)).expect(200)).body).toMatchObject(wanted);
  });

  it('in a list they take the others with them: it is all or nothing', async () => {
    const patient = await registerWithClosedMarch();
    const observations = DAYS.map((day) => ({
      patient,
      metric: 'steps',
      start: `${day}T08:00:00Z`,
      end: `${day}T08:01:00Z`,
      value: 5,
      unit: '{steps}',
      source: { system: 'test' },
    }));
    const { body } = await post('/ingest/v1/observations', { observations }).expect(422);
    expect(body.code).toBe('PERIOD_CLOSED');
    expect(await standing(patient)).toEqual([]);
  });
});
