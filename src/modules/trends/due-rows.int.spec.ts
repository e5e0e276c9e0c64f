import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { Pipelined } from '../../platform/database/pipelined.js';
import { spreadingDueSheaves } from '../observations/index.js';
import { findWaiting } from './due.repository.js';

const [CLINIC, PATIENT, OTHER] = [randomUUID(), randomUUID(), randomUUID()];
const DAY = '2026-03-09';

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
beforeEach(() => database.asOwner('DELETE FROM due_day'));

/** A commit of two patients' readings, so many seconds ago. */
const commit = (secondsAgo: number) =>
  database.asOwner(
    `INSERT INTO due_day (clinic_id, patient_ids, days, next_at) VALUES ($1, $2, $3, now() - make_interval(secs => $4))`,
    [CLINIC, [PATIENT, OTHER], [DAY, DAY], secondsAgo],
  );
const rows = () =>
  database.asOwner<{ id: string; ago: number; judge: boolean; attempts: number }>(
    `SELECT id, round(extract(epoch FROM now() - next_at))::int AS ago, judge, attempts FROM due_day WHERE patient_id = $1 ORDER BY id`,
    [PATIENT],
  );
const agoOf = async () => (await rows()).map(({ ago }) => ago);

it('of a day that goes on receiving, the row that has waited longest and the newest are kept', async () => {
  for (const secondsAgo of [50, 40, 30, 20]) {
    await commit(secondsAgo);
    const waiting = await findWaiting(worker);
    const own = waiting.find(({ patientId }) => patientId === PATIENT)!;
    expect([own.oldestMs, own.newestMs].map((ms) => Math.round(ms / 1000))).toEqual([50, secondsAgo]);
  }
  expect(await agoOf()).toEqual([50, 20]);
});

it('the newest stays the newest, whoever sent it', async () => {
  await database.asOwner(
    `INSERT INTO due_day (clinic_id, patient_id, day, next_at) SELECT $1, $2, $3, now() - make_interval(secs => ago) FROM unnest($4::int[]) AS ago`,
    [CLINIC, PATIENT, DAY, [50, 40, 5]],
  );
  await commit(20);
  await findWaiting(worker);
  expect(await agoOf()).toEqual([50, 5]);
});

it('the row that has waited longest is there for another node meanwhile', async () => {
  await commit(50);
  await findWaiting(worker);
  await commit(20);
  const [one, other] = [1, 2].map(() => new pg.Client({ connectionString: database.ownerUrl }));
  try {
    for (const client of [one!, other!]) await client.connect();
    await one!.query('BEGIN');
    await one!.query(spreadingDueSheaves.statement.text);
    const { rows: free } = await other!.query('SELECT id FROM due_day WHERE patient_id = $1 FOR UPDATE SKIP LOCKED', [
      PATIENT,
    ]);
    expect(free).toHaveLength(1);
    await one!.query('COMMIT');
  } finally {
    for (const client of [one!, other!]) await client.end();
  }
});

it('what somebody has looked at is not what comes later: its row is another one', async () => {
  await commit(30);
  await commit(20);
  await findWaiting(worker);
  await commit(15);
  await findWaiting(worker);
  const seen = await rows();
  await commit(10);
  await findWaiting(worker);
  const now = await rows();
  expect(now).toHaveLength(2);
  expect(seen.map(({ id }) => id)).not.toContain(now[1]!.id);
});

it('leaves what another node holds, what is to be judged anyway, and what is tried again later', async () => {
  await commit(50);
  await findWaiting(worker);
  await database.asOwner(
    `INSERT INTO due_day (clinic_id, patient_id, day, judge, attempts, next_at) VALUES
       ($1, $2, $3, true, 0, now() - interval '40 seconds'),
       ($1, $2, $3, false, 2, now() - interval '39 seconds'),
       ($1, $2, $3, false, 0, now() + interval '1 hour'),
       ($1, $2, $3, false, 0, now() - interval '30 seconds')`,
    [CLINIC, PATIENT, DAY],
  );
  const node = new pg.Client({ connectionString: database.ownerUrl });
  await node.connect();
  try {
    await node.query('BEGIN');
    await node.query(`SELECT FROM due_day WHERE next_at BETWEEN now() - interval '31 seconds' AND now() FOR UPDATE`);
    await commit(10);
    await findWaiting(worker);
    await node.query('COMMIT');
    expect(await agoOf()).toEqual([50, 40, 39, -3600, 30, 10]);
    await commit(5);
    await findWaiting(worker);
    expect(await agoOf()).toEqual([50, 40, 39, -3600, 5]);
  } finally {
    await node.end();
  }
});
