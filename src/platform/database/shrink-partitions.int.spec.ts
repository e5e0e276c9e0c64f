import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { callerFor } from '../../../test/support/caller.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../../../test/support/people.js';
import { deviceObservation, ObservationsService } from '../../modules/observations/index.js';
import { shrinkPartitions } from './shrink-partitions.js';

const MINUTE_MS = 60_000;
const ROWS = 20_000;
let app: TestApp;
let clinicId: string;
let clinician: Person;
beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'small');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
}, 120_000);
afterAll(() => app?.close());

it('a year that is mostly empty gives its space back, keeps its rows, its wall and its place', async () => {
  const patientId = await registerPatient(clinician);
  const source = { system: 'device', device: 'band', kind: 'watch' as const };
  const readings = (year: number, count: number) =>
    Array.from({ length: count }, (_, i) => {
      const startMs = Date.UTC(year, 2, 1) + i * MINUTE_MS;
      return deviceObservation({
        patientId,
        metric: 'heartRate',
        startMs,
        endMs: startMs,
        value: 60 + (i % 9),
        source,
      });
    });
  const store = (year: number, count: number) =>
    app.nest.get(ObservationsService).store(callerFor(clinicId, 'Observation', 'create'), readings(year, count));
  await store(2019, ROWS);
  await store(2024, ROWS);
  await store(2025, ROWS);
  const keep = `start_at < '2024-03-01Z'::timestamptz + interval '100 minutes'`;
  await app.database.asOwner(
    `DELETE FROM observation_row WHERE start_at >= '2024-01-01Z' AND start_at < '2025-01-01Z' AND NOT ${keep}`,
  );
  // All the time before the years lies in one partition.
  await app.database.asOwner(
    `DELETE FROM observation_row WHERE start_at BETWEEN '2019-03-01 00:10Z' AND '2020-01-01Z'`,
  );

  const shrunk = await shrinkPartitions(app.database.ownerUrl, 2026);
  expect(shrunk).toMatchObject([
    { partition: 'observation_2024', rowsKept: 100 },
    { partition: 'observation_before', rowsKept: 10 },
  ]);
  for (const { bytesBefore, bytesAfter } of shrunk) expect(bytesAfter).toBeLessThan(bytesBefore / 20);
  expect(await shrinkPartitions(app.database.ownerUrl, 2026)).toEqual([]);
  expect(await app.database.asOwner('SELECT count(*)::int AS n FROM observation_row')).toEqual([{ n: ROWS + 110 }]);

  // The open connections of the app go on; the key still holds, so a repeat is the row that is there.
  expect((await store(2019, 10)).map(({ outcome }) => outcome)).toEqual(Array(10).fill('unchanged'));
  const again = await store(2024, 101);
  expect(again.map(({ outcome }) => outcome).filter((outcome) => outcome === 'created')).toHaveLength(1);
  const search = `/fhir/Observation?patient=${patientId}&date=ge2024-01-01&date=lt2024-04-01&_count=200`;
  expect((await clinician.agent.get(search).expect(200)).body.entry).toHaveLength(101);
  const rights = await app.database.asOwner<{ allowed: boolean }>(
    `SELECT has_table_privilege('stepwell_app', 'observation_2024', 'SELECT') AS allowed`,
  );
  expect(rights).toEqual([{ allowed: false }]);
}, 60_000);
