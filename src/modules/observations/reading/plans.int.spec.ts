import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { callerFor } from '../../../../test/support/caller.js';
import { createClinic, inviteAndAccept, registerPatient } from '../../../../test/support/people.js';
import { scansOf } from '../../../../test/support/plans.js';
import { addDays, civilDayOf, startOfDay } from '../../../metrics/index.js';
import { Database } from '../../../platform/database/database.js';
import { findDailyValues, findFirstDays } from '../daily/daily-values.repository.js';
import { findHours } from '../daily/hourly.repository.js';
import { deviceObservation, findContact, ObservationsService } from '../index.js';
import { findFirstReceived } from '../first-received.js';
import { findForDays } from '../observations.repository.js';
import { findLastContact, findSources } from '../sources/contact.repository.js';
import { findSpeakers } from '../sources/source-order.repository.js';
import { findCodes, findDays, findNewest, findRaw } from './reading.repository.js';

const ZONE = 'Europe/Berlin';
const MINUTE_MS = 60_000;
const DAYS = 20;
const today = civilDayOf(ZONE, Date.now());
const first = addDays(today, -DAYS);
const startMs = startOfDay(ZONE, first);
const endMs = startOfDay(ZONE, today);

let app: TestApp;
let clinicId: string;
let patientId: string;

const FILE_TAKEN_BACK = [
  `INSERT INTO source (clinic_id, patient_id, system, device, kind) SELECT clinic_id, id, 'test', 'gone', 'watch' FROM patient WHERE id = $1`,
  `INSERT INTO series (clinic_id, patient_id, concept_id, source_id) SELECT w.clinic_id, w.patient_id, w.concept_id, s.id
   FROM series w JOIN source s ON s.patient_id = w.patient_id AND s.device = 'gone' WHERE w.patient_id = $1`,
  `INSERT INTO source_contact (clinic_id, patient_id, source_id) SELECT clinic_id, patient_id, id FROM source WHERE patient_id = $1 AND device = 'gone'`,
  `INSERT INTO upload (clinic_id, id, patient_id, kind, state, created_by, created_at, updated_at)
   SELECT clinic_id, gen_random_uuid(), id, 'fitbit', 'taken-back', 'a person', now() - interval '1 hour', now() FROM patient WHERE id = $1`,
];

/** Three patients with a heart rate and steps in every minute: 28,000 readings a week. */
beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'plans');
  clinicId = clinic.id;
  const clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  const store = app.nest.get(ObservationsService);
  const source = { system: 'test', device: 'band', kind: 'watch' as const };
  for (const days of [3, 3, DAYS]) {
    patientId = await registerPatient(clinician);
    for (let d = 0; d < days; d++) {
      const dayMs = startOfDay(ZONE, addDays(first, d));
      const minutes = Array.from({ length: 1400 }, (_, m) => dayMs + m * MINUTE_MS);
      const batch = minutes.flatMap((at) => [
        deviceObservation({ patientId, metric: 'heartRate', startMs: at, endMs: at, value: 60, source }),
        deviceObservation({ patientId, metric: 'steps', startMs: at, endMs: at + MINUTE_MS, value: 7, source }),
      ]);
      await store.store(callerFor(clinicId, 'Observation', 'create'), batch);
    }
  }
  for (let i = 0; i < 1200; i++) {
    const [row] = await app.database.asOwner<{ n: number }>(
      'SELECT count(*)::int AS n FROM due_day WHERE next_at <= now()',
    );
    if (row!.n === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // As if a file that was taken back had brought a device of which nothing stands.
  for (const sql of FILE_TAKEN_BACK) await app.database.asOwner(sql, [patientId]);
  await app.database.asOwner('ANALYZE');
}, 240_000);
afterAll(() => app?.close());

const BIG = /^(observation|daily_value|hourly_value|series)/;

describe('reads its page along an index, not the history behind it', () => {
  it.each<[string, number, () => Promise<unknown[] | object | null>]>([
    ['a page of raw readings', 250, () => findRaw({ patientId, metric: 'heartRate', fromMs: startMs, toMs: endMs, after: null, count: 100 })], // prettier-ignore
    ['a page of raw readings that have two codes', 250, () => findRaw({ patientId, metric: 'steps', fromMs: startMs, toMs: endMs, after: null, count: 100 })], // prettier-ignore
    ['a page far behind', 250, () => findRaw({ patientId, metric: 'steps', fromMs: startMs, toMs: endMs, after: { startMs: startMs + 10 * 1440 * MINUTE_MS, endMs: startMs + 10 * 1440 * MINUTE_MS, seriesId: 0 }, count: 100 })], // prettier-ignore
    ['a page of raw nights', 250, () => findRaw({ patientId, metric: 'sleepDuration', fromMs: startMs, toMs: endMs, after: null, count: 100 })], // prettier-ignore
    ['when readings came first', 250, () => findFirstReceived(Array.from({ length: 50 }, () => ({ id: randomUUID(), version: 2 }))) as never], // prettier-ignore
    ['five days of one metric', 10, () => findDays(patientId, 'steps', { from: first, to: today, count: 5 })],
    ['the hours of a week', 20, () => findHours(patientId, 'steps', first, addDays(first, 6))],
    ['a daily series of all metrics', 60, () => findDailyValues(patientId, first, today)],
    ['the first day of each metric', 8, () => findFirstDays(patientId, ['steps', 'heartRate', 'sleepDuration'])],
    ['the codes of a patient', 60, () => findCodes(patientId, [])],
    ['the newest of a code', 10, () => findNewest(patientId, { system: 'http://loinc.org', code: '8867-4' }, 5)],
    ['the newest of a code that were not entered in error', 10, () => findNewest(patientId, { system: 'http://loinc.org', code: '8867-4' }, 5, { statuses: ['final', 'amended'] })], // prettier-ignore
    ['the readings of one day', 9000, () => findForDays(patientId, startMs + 4 * 1440 * MINUTE_MS, startMs + 5 * 1440 * MINUTE_MS)], // prettier-ignore
    ['how far the devices have come, one of which went with a file', 120, () => findContact(patientId)],
    ['when a device was last heard of', 10, () => findLastContact(patientId) as never],
    ['the devices, one of which went with a file', 120, () => findSources(patientId)],
    ['who speaks of a metric', 60, () => findSpeakers(patientId, ['steps'])],
  ])('%s', async (_name, most, run) => {
    const scans = (await scansOf(app.nest.get(Database), clinicId, run)).filter(({ table }) => BIG.test(table));
    expect(scans.filter(({ how }) => how === 'Seq Scan')).toEqual([]);
    expect(scans.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThanOrEqual(most);
  });
});

describe('a patient-day of a metric that is measured every minute', () => {
  it('is a few hundred bytes as hours, and again fewer as a day', async () => {
    const bytesOf = async (table: string) => {
      const [row] = await app.database.asOwner<{ bytes: number; rows: number }>(
        `SELECT avg(pg_column_size(t.*))::float8 AS bytes, count(*)::float8 / ${DAYS} AS rows FROM ${table} WHERE patient_id = $1`,
        [patientId],
      );
      return row!;
    };
    const [readings, hours, day] = [
      await bytesOf('observation_row t JOIN series w ON w.clinic_id = t.clinic_id AND w.id = t.series_id'),
      await bytesOf('hourly_value t'),
      await bytesOf('daily_value t'),
    ];
    // Two metrics a day; docs/sql/reading.md states the sizes.
    expect([Math.round(readings.rows), hours.rows, day.rows]).toEqual([2800, 2, 2]);
    if (process.env['SHOW_SIZES']) process.stdout.write(`${JSON.stringify({ readings, hours, day })}\n`);
    expect(hours.bytes).toBeLessThan((1400 * readings.bytes) / 300);
    expect(hours.bytes).toBeLessThan(400);
    expect(day.bytes).toBeLessThan(300);
  });
});
