import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { scansOfKept } from '../../../test/support/plans.js';
import { Pipelined } from '../../platform/database/pipelined.js';
import { findWaiting } from './due.repository.js';

const CLINIC = randomUUID();
const [ROWS, SHEAVES, IN_A_SHEAF] = [3000, 40, 25];

let database: TestDatabase;
let worker: Pipelined;
beforeAll(async () => {
  database = await freshDatabase();
  worker = new Pipelined(database.ownerUrl, 1);
  await database.asOwner(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'due', 'Due', 'UTC')`, [
    CLINIC,
  ]);
}, 30_000);
afterAll(async () => {
  await worker?.close();
  await database?.drop();
});

it('a look goes through each waiting row once, also by a plan that was made while nothing waited', async () => {
  await database.asOwner('VACUUM (ANALYZE) due_day');
  for (let look = 0; look < 6; look++) expect(await findWaiting(worker)).toEqual([]);
  await database.asOwner(
    `INSERT INTO due_day (clinic_id, patient_id, day, next_at)
     SELECT $1, md5((i % 50)::text)::uuid, current_date - i % 7, now() - interval '1 second' FROM generate_series(1, $2::int) i`,
    [CLINIC, ROWS],
  );
  await database.asOwner(
    `INSERT INTO due_day (clinic_id, patient_ids, days, next_at)
     SELECT $1, array_agg(md5((j % 50)::text)::uuid), array_agg(current_date - j % 7), now() - interval '1 second'
     FROM generate_series(1, $2::int) i, generate_series(1, $3::int) j GROUP BY i`,
    [CLINIC, SHEAVES, IN_A_SHEAF],
  );
  const rowsOf = async (statement: string) => {
    const scans = (await scansOfKept(worker, statement)).filter(({ table }) => table === 'due_day');
    expect(scans).not.toEqual([]);
    return scans.reduce((sum, { rows }) => sum + rows, 0);
  };
  expect(await rowsOf('due-spread')).toBeLessThanOrEqual(ROWS + 3 * SHEAVES);
  expect(await findWaiting(worker)).toHaveLength(50);
  expect(await rowsOf('due-waiting')).toBeLessThanOrEqual(ROWS + 50 * 7);
});
