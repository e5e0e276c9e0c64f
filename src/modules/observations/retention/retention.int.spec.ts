import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { callerFor } from '../../../../test/support/caller.js';
import {
  createClinic,
  inviteAndAccept,
  ok,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../../test/support/people.js';
import { decideMerge, mergeRecords } from '../../../../test/support/merges.js';
import { untilQuiet } from '../../../../test/support/quiet.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { addDays, civilDayOf, type MetricId, startOfDay } from '../../../metrics/index.js';
import { deviceObservation, type NewObservation, ObservationsService } from '../index.js';
import { lastDayToClose, monthOf } from './closed-period.js';
import { removeSome } from './retention.repository.js';
import { Retention } from './retention.js';

const ZONE = 'Europe/Berlin';
const KEEP_DAYS = 400;
const KEEP_HOURLY_DAYS = 800;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const today = civilDayOf('UTC', Date.now());
/** The youngest month that is old enough, and the one after it. */
const OLD = monthOf(lastDayToClose(today, KEEP_DAYS));
const YOUNG = addDays(OLD.to, 1);
const ANCIENT = monthOf(addDays(today, -KEEP_HOURLY_DAYS - 100));

let app: TestApp;
let clinicId: string;
let strangersId: string;
let clinician: Person;
let stranger: Person;
let retention: Retention;
let office: { coordinator: Person; admin: Person };

beforeAll(async () => {
  const env = { STEPWELL_READING_DAYS: String(KEEP_DAYS), STEPWELL_HOURLY_DAYS: String(KEEP_HOURLY_DAYS) };
  app = await createTestApp({ env });
  const clinic = await createClinic(app, 'keeping');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  const other = await createClinic(app, 'elsewhere');
  strangersId = other.id;
  stranger = await inviteAndAccept(app, other.admin, { role: 'clinician' });
  retention = app.nest.get(Retention);
  office = { admin: clinic.admin, coordinator: await inviteAndAccept(app, clinic.admin, { role: 'coordinator' }) };
}, 120_000);
afterAll(() => app?.close());

const store = (batch: readonly NewObservation[]) =>
  app.nest.get(ObservationsService).store(callerFor(clinicId, 'Observation', 'create'), batch);
const rows = <Row extends object>(sql: string, ...parameters: unknown[]) => app.database.asOwner<Row>(sql, parameters);
const at = (day: string, hour = 0) => startOfDay(ZONE, day) + hour * HOUR_MS;

function reading(patientId: string, metric: MetricId, startMs: number, minutes: number, value: number) {
  const endMs = startMs + minutes * MINUTE_MS;
  const source = { system: 'device', device: 'band', kind: 'watch' as const };
  return deviceObservation({ patientId, metric, startMs, endMs, value, source });
}
const steps = (patientId: string, day: string, hour: number, value: number) =>
  reading(patientId, 'steps', at(day, hour), 60, value);

/** What the roll-ups of a patient say, whatever is behind them. */
const rollUps = async (patientId: string) => [
  await rows('SELECT metric, day::text, value, wear_minutes, sources FROM daily_value WHERE patient_id = $1 ORDER BY 1, 2', patientId),
  await rows('SELECT metric, day::text, hours FROM hourly_value WHERE patient_id = $1 ORDER BY 1, 2', patientId),
]; // prettier-ignore
const startsOf = async (patientId: string, metric: string) =>
  (
    await rows<{ at: Date }>(
      `SELECT o.start_at AS at FROM observation o JOIN concept c ON c.id = o.concept_id WHERE o.patient_id = $1 AND c.metric = $2 ORDER BY 1`,
      patientId,
      metric,
    )
  ).map((row) => row.at.getTime());
const markers = (patientId: string) =>
  rows<{ metric: string; from_day: string; to_day: string; readings_removed: number; settled: boolean; emptied: boolean }>(
    `SELECT metric, from_day::text, to_day::text, readings_removed, settled_at IS NOT NULL AS settled, removed_at IS NOT NULL AS emptied
     FROM closed_period WHERE patient_id = $1 ORDER BY 1, 2`,
    patientId,
  ); // prettier-ignore
const explain = async (patientId: string, metric: string, day: string) =>
  (await clinician.agent.get(`/api/v1/patients/${patientId}/days/${metric}/${day}`).expect(200)).body;

describe('a month that has grown old', () => {
  let patientId: string;
  let before: object[];
  let removedId: string;
  const day = addDays(OLD.from, 9);
  /** Every five minutes: more than go at once. */
  const EVERY_MS = 5 * MINUTE_MS;
  const IN_MONTH = (at(YOUNG) - at(OLD.from)) / EVERY_MS;

  beforeAll(async () => {
    patientId = await registerPatient(clinician);
    const [first] = await store([steps(patientId, day, 9, 700)]);
    removedId = first!.id;
    await store([steps(patientId, day, 9, 710), steps(patientId, day, 10, 90), steps(patientId, YOUNG, 9, 300)]);
    await store(
      Array.from({ length: IN_MONTH + 12 }, (_, i) =>
        reading(patientId, 'heartRate', at(OLD.from) + i * EVERY_MS, 0, 60 + (i % 20)),
      ),
    );
    await store([
      // Over midnight into the young month; a vendor's own total; a night; pain: all of these stay.
      reading(patientId, 'steps', at(OLD.to, 24) - 30 * MINUTE_MS, 60, 120),
      reading(patientId, 'steps', at(day), 24 * 60, 900),
      reading(patientId, 'sleepDuration', at(day, 1), 5 * 60, 5),
      reading(patientId, 'painIntensity', at(day, 12), 0, 4),
    ]);
    await untilQuiet(app.database, patientId);
    before = await rollUps(patientId);
  }, 60_000);

  it('is closed first, and loses nothing while somebody may still be storing into it', async () => {
    await retention.sweep(3600);
    expect(await markers(patientId)).toEqual(
      ['heartRate', 'steps'].map((metric) => ({
        metric,
        from_day: OLD.from,
        to_day: OLD.to,
        readings_removed: 0,
        settled: false,
        emptied: false,
      })),
    );
    expect(await startsOf(patientId, 'heartRate')).toHaveLength(IN_MONTH + 12);
    expect(await explain(patientId, 'steps', day)).toMatchObject({ kept: null, pending: false });
  });

  it('then loses its short readings, keeps its hours and days, and is dated', async () => {
    await retention.sweep(0);
    expect(await startsOf(patientId, 'heartRate')).toEqual(
      Array.from({ length: 12 }, (_, i) => at(YOUNG) + i * EVERY_MS),
    );
    expect(await startsOf(patientId, 'steps')).toEqual([at(day), at(OLD.to, 24) - 30 * MINUTE_MS, at(YOUNG, 9)]);
    expect(await startsOf(patientId, 'sleepDuration')).toHaveLength(1);
    expect(await startsOf(patientId, 'painIntensity')).toHaveLength(1);
    expect(await markers(patientId)).toMatchObject([
      { metric: 'heartRate', readings_removed: IN_MONTH, settled: true, emptied: true },
      { metric: 'steps', readings_removed: 2, settled: true, emptied: true },
    ]);
    expect(await rollUps(patientId)).toEqual(before);
  });

  it('takes the earlier versions of what it removes with it', async () => {
    expect(await rows('SELECT FROM observation_version WHERE id = $1', removedId)).toEqual([]);
  });

  it('a number walks back to its hours, and says since when', async () => {
    const { kept, observations, value, pending, sources } = await explain(patientId, 'steps', day);
    expect({ value, pending }).toEqual({ value: 900, pending: false });
    expect(kept.as).toBe('hours');
    expect(Date.parse(kept.since)).toBeGreaterThan(Date.now() - 600_000);
    expect(kept.hours.map((h: { startAt: string; value: number }) => [Date.parse(h.startAt), h.value])).toEqual(
      expect.arrayContaining([[at(day, 9), 710]]),
    );
    expect(sources[0]).toMatchObject({ label: 'band', counted: 900 });
    expect(observations).toMatchObject([{ value: 900, counted: null }]);
    expect((await explain(patientId, 'steps', YOUNG)).kept).toBeNull();
  });

  it('a range says what is missing, whatever its resolution', async () => {
    for (const resolution of ['raw', 'hour', 'day', 'week']) {
      const asked = `metric=steps&resolution=${resolution}&from=${OLD.from}&to=${YOUNG}`;
      const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/observations?${asked}`).expect(200);
      expect(body.closed).toMatchObject([{ from: OLD.from, to: OLD.to, keptAs: 'hours' }]);
    }
    const asked = `metric=steps&from=${YOUNG}&to=${today}`;
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/observations?${asked}`).expect(200);
    expect(body.closed).toEqual([]);
  });

  it('a FHIR search says so on its last page, and only where it reaches that far back', async () => {
    const search = async (words: string) =>
      (await clinician.agent.get(`/fhir/Observation?patient=${patientId}&${words}`).expect(200)).body;
    const outcomes = (body: { entry?: { search: { mode: string } }[] }) =>
      (body.entry ?? []).filter((entry) => entry.search.mode === 'outcome');
    const [found] = outcomes(await search('code=http://loinc.org|55423-8'));
    expect(found).toMatchObject({
      resource: { resourceType: 'OperationOutcome', issue: [{ severity: 'information' }] },
    });
    expect(JSON.stringify(found)).toContain(`between ${OLD.from} and ${OLD.to}`);
    expect(outcomes(await search('code=http://loinc.org|55423-8&_count=1'))).toEqual([]);
    expect(outcomes(await search('code=http://loinc.org|72514-3'))).toEqual([]);
    expect(outcomes(await search(`date=ge${addDays(today, -390)}`))).toEqual([]);
  });

  it('a removed reading is gone to whoever may know of it, and unknown to everybody else', async () => {
    const { body } = await clinician.agent.get(`/fhir/Observation/${removedId}`).expect(410);
    expect(body.issue[0]).toMatchObject({ code: 'deleted' });
    await stranger.agent.get(`/fhir/Observation/${removedId}`).expect(404);
    await clinician.agent.get(`/fhir/Observation/${randomUUID()}`).expect(404);
  });

  it('late readings of it are refused, alone; what is not closed goes in', async () => {
    await expect(store([steps(patientId, day, 20, 50), steps(patientId, YOUNG, 20, 51)])).rejects.toMatchObject({
      code: 'PERIOD_CLOSED',
      status: 422,
    });
    expect(await startsOf(patientId, 'steps')).not.toContain(at(YOUNG, 20));
    const token = await tokenFor(app, clinicId);
    const line = (startMs: number, metric = 'steps') => ({
      patient: patientId,
      metric,
      start: new Date(startMs).toISOString(),
      ...(metric === 'steps' ? { end: new Date(startMs + HOUR_MS).toISOString() } : {}),
      value: 5,
      unit: metric === 'steps' ? '{steps}' : '{score}',
      source: { system: 'x', device: 'band', kind: 'watch' },
    });
    const lines = [line(at(day, 20)), line(at(YOUNG, 20)), line(at(day, 21)), line(at(day, 13), 'painIntensity')];
    const answer = await fetch(`${app.url}/ingest/v1/observations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: lines.map((one) => JSON.stringify(one)).join('\n'),
    });
    const answers = (await answer.text()).trim().split('\n').map((text) => JSON.parse(text)); // prettier-ignore
    expect(answers.map(({ status, code }) => [status, code])).toEqual([
      [422, 'PERIOD_CLOSED'],
      [201, undefined],
      [422, 'PERIOD_CLOSED'],
      [201, undefined],
    ]);
    expect(await startsOf(patientId, 'steps')).toContain(at(YOUNG, 20));
  });

  it('stays as it is when the history is added up again', async () => {
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/sources`).expect(200);
    const { sourceId } = body.sources[0];
    await clinician.agent.put(`/api/v1/patients/${patientId}/sources/steps/order`).send({ sourceIds: [sourceId] }).expect(200); // prettier-ignore
    await untilQuiet(app.database, patientId);
    const old = (all: object[]) =>
      all.map((part) => (part as { day: string; metric: string }[]).filter((r) => r.day <= OLD.to && r.metric !== 'painIntensity')); // prettier-ignore
    const now = await rollUps(patientId);
    expect(old(now)).toEqual(old(before));
    expect(now).not.toEqual(before);
  });
});

it('what is older still is kept as days only, and says so', async () => {
  const patientId = await registerPatient(clinician);
  const day = addDays(ANCIENT.from, 3);
  await store([steps(patientId, day, 9, 400), steps(patientId, addDays(OLD.from, 3), 9, 40)]);
  await untilQuiet(app.database, patientId);
  await retention.sweep(0);
  expect(await rows('SELECT day::text FROM hourly_value WHERE patient_id = $1', patientId)).toEqual([
    { day: addDays(OLD.from, 3) },
  ]);
  expect(await explain(patientId, 'steps', day)).toMatchObject({ value: 400, kept: { as: 'days', hours: [] } });
});

it('a history that comes later is closed in its turn; who has an open alert keeps the readings behind it', async () => {
  const [late, alerted] = [await registerPatient(clinician), await registerPatient(clinician)];
  const monthBefore = monthOf(addDays(OLD.from, -1));
  await store([steps(alerted, OLD.from, 9, 100)]);
  await untilQuiet(app.database, alerted);
  await rows(
    `INSERT INTO alert (clinic_id, id, patient_id, producer, kind, domain, key, concern_key, severity, tier, state, since, sentence, patient_sentence, evidence)
     VALUES ($1, gen_random_uuid(), $2, 'trends', 'deterioration', 'activity', 'activity', 'deterioration:activity', 1, 'week', 'open', $3, '{}', '{}', '{}')`,
    clinicId,
    alerted,
    addDays(OLD.to, 150),
  );
  await store([steps(late, OLD.from, 9, 100)]);
  await untilQuiet(app.database, late);
  await retention.sweep(0);
  expect(await startsOf(alerted, 'steps')).toHaveLength(1);
  expect(await startsOf(late, 'steps')).toEqual([]);

  await store([steps(late, monthBefore.from, 9, 100)]);
  await untilQuiet(app.database, late);
  await rows(`UPDATE alert SET state = 'resolved' WHERE patient_id = $1`, alerted);
  await rows(`UPDATE retention_progress SET through_day = through_day - 31`);
  await retention.sweep(0);
  expect(await startsOf(alerted, 'steps')).toEqual([]);
  expect(await startsOf(late, 'steps')).toEqual([]);
  expect((await markers(late)).map((m) => m.from_day)).toEqual([monthBefore.from, OLD.from]);
}, 60_000);

it('who is under a legal hold loses nothing from there on, wherever the month stands; released, it goes', async () => {
  const day = addDays(ANCIENT.from, 3);
  const patients = await Promise.all([1, 2, 3].map(() => registerPatient(clinician)));
  const [open, closed, emptied] = patients as [string, string, string];
  for (const patientId of patients) {
    await store([steps(patientId, day, 9, 100)]);
    await untilQuiet(app.database, patientId);
  }
  const hold = (patientId: string) =>
    rows(
      'INSERT INTO legal_hold (clinic_id, id, patient_id, reason, placed_by) VALUES ($1, $2, $3, $4, $5)',
      ...[clinicId, randomUUID(), patientId, 'a lawsuit', clinician.personId],
    );
  const hoursOf = (patientId: string) => rows('SELECT FROM hourly_value WHERE patient_id = $1', patientId);

  await hold(open);
  await retention.sweep(3600);
  await rows('UPDATE closed_period SET settled_at = now(), removed_at = now() WHERE patient_id = $1', emptied);
  await hold(emptied);
  await hold(closed);
  await retention.sweep(0);
  expect(await markers(open)).toEqual([]);
  expect(await markers(closed)).toMatchObject([{ readings_removed: 0, settled: true, emptied: false }]);
  // As when the hold comes between two parts of a month that is just being emptied.
  const marker = { patientId: closed, metric: 'steps' as const, fromDay: ANCIENT.from };
  expect(await app.nest.get(WorkerDatabase).as.inClinic(clinicId, () => removeSome(marker))).toBe(false);
  expect(await markers(closed)).toMatchObject([{ readings_removed: 0, emptied: false }]);
  for (const patientId of patients) {
    expect(await startsOf(patientId, 'steps')).toHaveLength(1);
    expect(await hoursOf(patientId)).toHaveLength(1);
  }

  await rows('UPDATE legal_hold SET released_at = now() WHERE patient_id <> $1', closed);
  await rows('UPDATE legal_hold SET until = current_date - 1 WHERE patient_id = $1', closed);
  await retention.sweep(0);
  for (const patientId of patients) expect(await hoursOf(patientId)).toEqual([]);
  for (const patientId of [open, closed]) expect(await startsOf(patientId, 'steps')).toEqual([]);
}, 60_000);

it('of somebody whose days cannot be added up holds up nobody else, of whatever clinic, and is heard of', async () => {
  const closed = await registerPatient(clinician);
  const day = addDays(ANCIENT.from, 3);
  await store([steps(closed, day, 9, 100)]);
  await untilQuiet(app.database, closed);
  await retention.sweep(3600);
  const [unread, others] = [await registerPatient(clinician), await registerPatient(stranger)];
  const caller = callerFor(strangersId, 'Observation', 'create');
  await app.nest.get(ObservationsService).store(caller, [steps(others, day, 9, 100)]);
  await untilQuiet(app.database, others);
  await rows(
    `INSERT INTO closed_period (clinic_id, patient_id, metric, from_day, to_day, from_at, to_at, closed_at)
     VALUES ($1, $2, 'steps', $3::date, $4::date, $3::date, $4::date, '-infinity')`,
    ...[clinicId, unread, ANCIENT.from, ANCIENT.to],
  );
  await rows(`UPDATE patient_time_zone SET zone = 'No/Where' WHERE patient_id = $1`, unread);
  await expect(retention.sweep(0)).rejects.toThrow();
  expect(await startsOf(closed, 'steps')).toEqual([]);
  expect(await startsOf(others, 'steps')).toEqual([]);
  await rows('UPDATE patient_time_zone SET zone = $2 WHERE patient_id = $1', unread, ZONE);
}, 60_000);

it('waits where a record is merged, and goes on with all its readings when that is undone', async () => {
  const day = addDays(ANCIENT.from, 3);
  const [survivorId, duplicateId] = [await registerPatient(clinician), await registerPatient(clinician)];
  await store([steps(duplicateId, day, 9, 100)]);
  await untilQuiet(app.database, duplicateId);
  await retention.sweep(3600);
  const merge = await mergeRecords(office, { survivorId, duplicateId });
  for (const id of [survivorId, duplicateId]) await untilQuiet(app.database, id);
  const isDue = () => rows(`UPDATE closed_period SET closed_at = '-infinity' WHERE patient_id = $1`, duplicateId);
  await isDue();
  await retention.sweep(3600);
  expect(await markers(duplicateId)).toMatchObject([{ settled: false, emptied: false }]);
  expect(await startsOf(survivorId, 'steps')).toHaveLength(1);
  await decideMerge(office, merge, 'undo').expect(ok);
  for (const id of [survivorId, duplicateId]) await untilQuiet(app.database, id);
  await isDue();
  await retention.sweep(3600);
  expect(await startsOf(duplicateId, 'steps')).toEqual([]);
  expect(await rows('SELECT value FROM daily_value WHERE patient_id = $1', duplicateId)).toEqual([{ value: 100 }]);
}, 60_000);
