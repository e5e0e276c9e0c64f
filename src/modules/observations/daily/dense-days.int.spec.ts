import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { callerFor } from '../../../../test/support/caller.js';
import { createClinic, inviteAndAccept, registerPatient } from '../../../../test/support/people.js';
import { untilQuiet } from '../../../../test/support/quiet.js';
import { addDays, dayBounds, type MetricId } from '../../../metrics/index.js';
import { findZones } from '../../patients/index.js';
import { deviceObservation, ObservationsService, recomputeDays } from '../index.js';

/** Summer time begins on the third of them. */
const DAYS = [0, 1, 2, 3, 4].map((i) => addDays('2026-03-27', i));
const MINUTE_MS = 60_000;

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
}, 120_000);
afterAll(() => app?.close());

it('days of many readings are read by halves, and are what they are when read together', async () => {
  const clinic = await createClinic(app, 'dense-days');
  const patientId = await registerPatient(await inviteAndAccept(app, clinic.admin, { role: 'clinician' }));
  const inClinic = <T>(run: () => Promise<T>) => app.surroundings.workerDatabase.as.inClinic(clinic.id, run);
  const zones = await inClinic(() => findZones(patientId));
  const source = { system: 'device', device: 'band', kind: 'watch' as const };
  const says = (metric: MetricId, value: number, startMs: number, minutes: number) =>
    deviceObservation({ patientId, metric, value, startMs, endMs: startMs + minutes * MINUTE_MS, source });
  const readings = DAYS.flatMap((day, i) => {
    const { startMs, endMs } = dayBounds(zones, day);
    const beats = [];
    for (let at = startMs; at < endMs; at += 10 * MINUTE_MS) beats.push(says('heartRate', 60 + i, at, 0));
    return [
      ...beats,
      says('sleepDuration', 6 + i / 10, startMs - 60 * MINUTE_MS, 480),
      // Half of it is of the day before.
      says('steps', 100 + i, startMs - 30 * MINUTE_MS, 60),
      says('steps', 1000 + i, startMs + 600 * MINUTE_MS, 60),
    ];
  });
  await app.nest.get(ObservationsService).store(callerFor(clinic.id, 'Observation', 'create'), readings);
  await untilQuiet(app.database, patientId);
  const added = async (most?: number) => {
    for (const table of ['daily_value', 'hourly_value'])
      await app.database.asOwner(`DELETE FROM ${table} WHERE patient_id = $1`, [patientId]);
    const changed = await inClinic(() => recomputeDays(patientId, zones, DAYS, 0, most));
    const ofTable = (table: string) =>
      app.database.asOwner(
        `SELECT to_jsonb(v) - 'computed_at' - 'updated_at' AS v FROM ${table} v WHERE patient_id = $1 ORDER BY v.day, v.metric`,
        [patientId],
      );
    return { changed, days: await ofTable('daily_value'), hours: await ofTable('hourly_value') };
  };
  const together = await added();
  expect(together.days.length).toBeGreaterThanOrEqual(3 * DAYS.length);
  // Some 145 a day: by halves until none has more than two days; then each day by itself.
  for (const most of [300, 1]) expect(await added(most)).toEqual(together);
}, 60_000);
