import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { callerFor } from '../../../../test/support/caller.js';
import { createClinic, inviteAndAccept, registerPatient } from '../../../../test/support/people.js';
import { untilQuiet } from '../../../../test/support/quiet.js';
import { addDays, startOfDay } from '../../../metrics/index.js';
import { findZones } from '../../patients/index.js';
import { deviceObservation, ObservationsService, recomputeDays } from '../index.js';
import { isLongToRead } from '../observations.repository.js';

const FIRST = '2026-02-02';
const DAYS = [0, 1, 2, 3].map((i) => addDays(FIRST, i));
const SECONDS = 86_400;

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
}, 120_000);
afterAll(() => app?.close());

it('days of which a device told every second are read by halves, and each is what it is', async () => {
  const clinic = await createClinic(app, 'dense-days');
  const patientId = await registerPatient(await inviteAndAccept(app, clinic.admin, { role: 'clinician' }));
  const [startMs, endMs] = [FIRST, addDays(FIRST, 4)].map((day) => startOfDay('Europe/Berlin', day)) as [
    number,
    number,
  ];
  const source = { system: 'device', device: 'holter', kind: 'watch' as const };
  const first = deviceObservation({ patientId, metric: 'heartRate', startMs, endMs: startMs, value: 60, source });
  await app.nest.get(ObservationsService).store(callerFor(clinic.id, 'Observation', 'create'), [first]);
  await untilQuiet(app.database, patientId);
  // 60 on the first day, 61 on the second …
  await app.database.asOwner(
    `INSERT INTO observation_row (clinic_id, start_at, end_at, series_id, skeleton_id, value)
     SELECT o.clinic_id, o.start_at + n * interval '1 second', o.start_at + n * interval '1 second', o.series_id, o.skeleton_id, 60 + n / ${SECONDS}
     FROM observation_row o, generate_series(1, ${4 * SECONDS} - 1) n WHERE o.start_at = $1`,
    [new Date(startMs)],
  );
  const inClinic = <T>(run: () => Promise<T>) => app.surroundings.workerDatabase.as.inClinic(clinic.id, run);
  const isLong = (toMs: number) => inClinic(() => isLongToRead(patientId, startMs, toMs, 100_000));
  expect([await isLong(startMs + SECONDS * 1000), await isLong(endMs)]).toEqual([false, true]);
  await inClinic(async () => recomputeDays(patientId, await findZones(patientId), DAYS, 0));
  const sql = 'SELECT day::text, value, wear_minutes AS worn FROM daily_value WHERE patient_id = $1 ORDER BY 1';
  expect(await app.database.asOwner(sql, [patientId])).toEqual(
    DAYS.map((day, i) => ({ day, value: 60 + i, worn: 1440 })),
  );
}, 60_000);
