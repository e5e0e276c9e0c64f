import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { mergeRecords } from '../../../../test/support/merges.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../../test/support/people.js'; // prettier-ignore
import { untilQuiet } from '../../../../test/support/quiet.js';
import { fitbitDay } from '../../../../test/support/told.js';
import { addDays, civilDayOf } from '../../../metrics/index.js';
import { Retention } from '../../observations/retention/retention.js';
import { RawRetention } from '../raw-retention.js';

const KEEP_DAYS = 400;
/** The first of the youngest month that is closed. */
const FIRST = `${addDays(`${addDays(civilDayOf('UTC', Date.now()), -KEEP_DAYS).slice(0, 7)}-01`, -1).slice(0, 7)}-01`;
const MIDDLE = addDays(FIRST, 12);
const YOUNG = addDays(FIRST, 45);

let app: TestApp;
let clinician: Person;
let token: string;
let admin: Person;
let coordinator: Person;

beforeAll(async () => {
  app = await createTestApp({ env: { STEPWELL_READING_DAYS: String(KEEP_DAYS) } });
  const clinic = await createClinic(app, 'closed');
  admin = clinic.admin;
  coordinator = await inviteAndAccept(app, admin, { role: 'coordinator' });
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

async function send(of: string, vendor: string, payload: object) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const path = `/ingest/v1/vendors/${vendor}?patient=${of}`;
  return (await app.http().post(path).set(headers).send(JSON.stringify(payload)).expect(200)).body;
}

const minutes = (day: string) => fitbitDay(day, 4000, { from: 480, to: 510, every: 1, value: () => 5 });
/** As short as what is removed, and kept for ever; without an id: known by its time on the wall. */
const nap = (day: string) => ({
  sleep: [{ startTime: `${day}T01:00:00`, endTime: `${day}T01:50:00`, duration: 3_000_000, minutesAsleep: 45, type: 'stages' }],
}); // prettier-ignore
const stepsByMinute = (id: string, day: string) => ({
  header: { id, creation_date_time: `${day}T12:00:00Z`, schema_id: { namespace: 'omh', name: 'step-count', version: '2.0' } },
  body: { step_count: 9, effective_time_frame: { time_interval: { start_date_time: `${day}T10:00:00Z`, end_date_time: `${day}T10:01:00Z` } } },
}); // prettier-ignore

const names = async (of: string) => {
  const [row] = await app.database.asOwner<{ alone: number; shared: number[] }>(
    `SELECT (SELECT count(*)::int FROM told_reading WHERE patient_id = $1) AS alone,
       (SELECT coalesce(array_agg(cardinality(keys) ORDER BY hour), '{}') FROM told_hour WHERE patient_id = $1) AS shared`,
    [of],
  );
  return row;
};

async function removeReadings() {
  for (let turn = 0; turn < 2; turn++) await app.nest.get(Retention).sweep(0);
}
const sweep = () => app.nest.get(RawRetention).sweep();

it('names of readings that retention has removed go after them; those of what stays, and near the edges, do not', async () => {
  const of = await registerPatient(clinician);
  for (const day of [FIRST, MIDDLE, YOUNG]) await send(of, 'fitbit', minutes(day));
  await send(of, 'fitbit', nap(MIDDLE));
  await send(of, 'open-mhealth', stepsByMinute('6f1c2a34-0000-4000-8000-00000000000a', MIDDLE));
  await untilQuiet(app.database, of);
  // Three totals of days and the document; thirty minutes a day and a nap.
  expect(await names(of)).toEqual({ alone: 4, shared: [30, 1, 30, 30] });
  await removeReadings();
  await sweep();
  expect(await names(of)).toEqual({ alone: 3, shared: [30, 1, 30] });

  const { refusedCount, stored } = await send(of, 'fitbit', minutes(MIDDLE));
  expect({ refusedCount, stored }).toEqual({ refusedCount: 31, stored: 0 });
  await send(of, 'fitbit', nap(MIDDLE));
  expect(await names(of)).toEqual({ alone: 3, shared: [30, 1, 30] });

  // Each span once.
  const done = () =>
    app.database.asOwner('SELECT metric, names_removed_at FROM closed_period WHERE patient_id = $1 ORDER BY 1', [of]);
  const before = await done();
  await sweep();
  expect(before).not.toEqual([]);
  expect(await done()).toEqual(before);
}, 60_000);

it('a legal hold keeps them, until it is released', async () => {
  const of = await registerPatient(clinician);
  await send(of, 'fitbit', minutes(MIDDLE));
  await untilQuiet(app.database, of);
  await removeReadings();
  const id = randomUUID();
  const holds = `/api/v1/patients/${of}/holds`;
  await admin.agent
    .post(holds)
    .send({ id, reason: 'A court asks.' })
    .expect(({ status }) => expect(status).toBeLessThan(300));
  await sweep();
  expect(await names(of)).toEqual({ alone: 1, shared: [30] });
  await admin.agent
    .post(`${holds}/${id}/release`)
    .send({ reason: 'Settled.' })
    .expect(({ status }) => expect(status).toBeLessThan(300));
  await sweep();
  expect(await names(of)).toEqual({ alone: 1, shared: [] });
}, 60_000);

it('those of a record that was merged before its turn go, too', async () => {
  const [survivorId, duplicateId] = [await registerPatient(clinician), await registerPatient(clinician)];
  await send(duplicateId, 'fitbit', minutes(MIDDLE));
  await untilQuiet(app.database, duplicateId);
  await removeReadings();
  await mergeRecords({ coordinator, admin }, { survivorId, duplicateId });
  await sweep();
  expect(await names(duplicateId)).toEqual({ alone: 1, shared: [] });
}, 60_000);
