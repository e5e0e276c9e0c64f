import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type OlderDatabase, openOlderDatabase } from '../../../test/support/older-database.js';
import { FirstSaid1700000000091 } from './migrations/0091-first-said.js';
import { HoursBesideMinutes1700000000089 } from './migrations/0089-hours-beside-minutes.js';

const CLINIC = randomUUID();

let older: OlderDatabase;
beforeAll(async () => {
  older = await openOlderDatabase();
}, 30_000);
afterAll(() => older?.drop());

/** A patient with a day's value of each of these days. @param devices - how many say something of it */
async function add(metric: string, devices: number, days: readonly string[]): Promise<string> {
  const id = randomUUID();
  await older.asSuper(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'A', 'B')`, [
    CLINIC,
    id,
  ]);
  const sources = Array.from({ length: devices }, (_, i) => ({ sourceId: i, label: 'A', value: 1, counted: 1 }));
  for (const day of days)
    await older.asSuper(
      `INSERT INTO daily_value (clinic_id, patient_id, metric, day, value, state, sources) VALUES ($1, $2, $3, $4, 1, 'ok', $5)`,
      [CLINIC, id, metric, day, JSON.stringify(sources)],
    );
  return id;
}

it('days of which two devices say a sum are asked to be added up anew, the newest of them at once', async () => {
  await older.goBackBefore(HoursBesideMinutes1700000000089);
  await older.asSuper(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'old', 'Old', 'UTC')`, [
    CLINIC,
  ]);
  const long = await add('steps', 2, ['2026-03-01', '2026-05-20']);
  const short = await add('sleepDuration', 3, ['2026-05-19', '2026-05-20']);
  const asked = await add('walkingMinutes', 2, ['2026-05-20']);
  await older.asSuper(
    `INSERT INTO recompute (clinic_id, patient_id, from_day, to_day, next_day) VALUES ($1, $2, '2026-05-01', '2026-05-25', '2026-05-10')`,
    [CLINIC, asked],
  );
  await add('steps', 1, ['2026-05-20']);
  await add('heartRate', 2, ['2026-05-20']);
  await older.goForward();
  const recompute = await older.asSuper(
    `SELECT patient_id AS id, from_day::text AS "from", next_day::text AS next, to_day::text AS "to" FROM recompute`,
  );
  expect(recompute).toHaveLength(3);
  expect(recompute).toEqual(
    expect.arrayContaining([
      { id: long, from: '2026-03-01', next: '2026-05-20', to: '2026-05-20' },
      { id: short, from: '2026-05-19', next: '2026-05-20', to: '2026-05-20' },
      { id: asked, from: '2026-05-01', next: '2026-05-25', to: '2026-05-25' },
    ]),
  );
  const due = await older.asSuper(
    `SELECT patient_id AS id, min(day)::text AS first, max(day)::text AS last, count(DISTINCT day)::int AS days FROM due_day GROUP BY patient_id`,
  );
  expect(due).toHaveLength(3);
  // A chunk is 31 days, as `continueRecompute` counts them.
  expect(due).toEqual(
    expect.arrayContaining([
      { id: long, first: '2026-04-20', last: '2026-05-20', days: 31 },
      { id: short, first: '2026-05-19', last: '2026-05-20', days: 2 },
      { id: asked, first: '2026-05-01', last: '2026-05-25', days: 25 },
    ]),
  );
}, 60_000);

it('so are days that are held to be told late, and again those of two devices', async () => {
  await older.goBackBefore(FirstSaid1700000000091);
  await older.asSuper('DELETE FROM due_day');
  await older.asSuper('DELETE FROM recompute');
  const late = await add('mood', 1, ['2026-05-18', '2026-05-19', '2026-05-20']);
  await older.asSuper(`UPDATE daily_value SET late = true WHERE patient_id = $1 AND day <> '2026-05-20'`, [late]);
  await older.asSuper('DELETE FROM daily_value WHERE patient_id <> $1', [late]);
  const both = await add('steps', 2, ['2026-05-21']);
  await older.goForward();
  const due = await older.asSuper('SELECT patient_id AS id, day::text FROM due_day ORDER BY day');
  expect(due).toEqual([
    { id: late, day: '2026-05-18' },
    { id: late, day: '2026-05-19' },
    { id: both, day: '2026-05-21' },
  ]);
}, 60_000);
