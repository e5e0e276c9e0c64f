import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type OlderDatabase, openOlderDatabase } from '../../../test/support/older-database.js';
import { until } from '../../../test/support/until.js';
import { EmptyYears1700000000079 } from './migrations/0079-empty-years.js';

const CLINIC = randomUUID();

let older: OlderDatabase;
beforeAll(async () => {
  older = await openOlderDatabase();
}, 60_000);
afterAll(() => older?.drop());

const write = (starts: readonly string[]) =>
  older.asSuper(
    `INSERT INTO observation_row (clinic_id, start_at, end_at, series_id, skeleton_id, value) SELECT $1, s, s, 1, 1, 7.50 FROM unnest($2::timestamptz[]) s`,
    [CLINIC, starts],
  );
/** Where each row lies, and that it is whole. */
const lying = async () => {
  const rows = await older.asSuper<{ place: string; said: string }>(
    `SELECT tableoid::regclass::text AS place, concat_ws(' ', start_at AT TIME ZONE 'UTC', value) AS said FROM observation_row ORDER BY start_at`,
  );
  return rows.map(({ place, said }) => `${place.replace('observation_', '')}: ${said}`);
};
const partitions = async () => {
  const rows = await older.asSuper<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'observation_row'::regclass ORDER BY 1`,
  );
  return rows.map(({ name }) => name.replace('observation_', ''));
};
const years = (from: number) => Array.from({ length: 2036 - from }, (_, i) => String(from + i));

it('a new clinic has one partition for all before 2024; and back again', async () => {
  expect(await partitions()).toEqual([...years(2024), 'after', 'before']);
  await write(['2011-05-01Z', '2014-01-01Z', '2023-12-31 23:59:59Z', '2024-01-01Z']);
  const stored = ['2011-05-01 00:00:00', '2014-01-01 00:00:00', '2023-12-31 23:59:59', '2024-01-01 00:00:00'];
  const whole = (places: readonly string[]) => stored.map((at, i) => `${places[i]}: ${at} 7.50`);
  expect(await lying()).toEqual(whole(['before', 'before', 'before', '2024']));

  await older.goBackBefore(EmptyYears1700000000079);
  expect(await partitions()).toEqual([...years(2014), 'after', 'before']);
  expect(await lying()).toEqual(whole(['before', '2014', '2023', '2024']));
});

it('one with readings keeps its years from the first of them on, and what lies before', async () => {
  await older.asSuper(`DELETE FROM observation_row WHERE start_at >= '2014-01-01Z'`);
  await write(['2017-06-01Z', '2019-06-01Z']);
  const whole = [
    'before: 2011-05-01 00:00:00 7.50',
    '2017: 2017-06-01 00:00:00 7.50',
    '2019: 2019-06-01 00:00:00 7.50',
  ];
  await older.goForward();
  expect(await partitions()).toEqual([...years(2017), 'after', 'before']);
  expect(await lying()).toEqual(whole);
  await older.goBackBefore(EmptyYears1700000000079);
  expect(await partitions()).toEqual([...years(2014), 'after', 'before']);
  expect(await lying()).toEqual(whole);
});

it('waits for what another node is just storing, and keeps its year', async () => {
  await older.goBackBefore(EmptyYears1700000000079);
  await older.asSuper('BEGIN');
  await write(['2015-06-01Z']);
  const forward = older.goForward();
  await until('the migration waits', async () => {
    const waiting = await older.asSuper(
      `SELECT FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND relation = 'observation_row'::regclass AND mode = 'AccessExclusiveLock' AND NOT granted`,
    );
    return waiting.length > 0;
  });
  await older.asSuper('COMMIT');
  await forward;
  expect(await partitions()).toEqual([...years(2015), 'after', 'before']);
  expect(await lying()).toContain('2015: 2015-06-01 00:00:00 7.50');
});

it('the owner of the rows stays bound by the policy', async () => {
  await older.goBackBefore(EmptyYears1700000000079);
  await older.goForward();
  expect(
    await older.asSuper(
      `SELECT relrowsecurity AND relforcerowsecurity AS bound FROM pg_class WHERE relname = 'observation_row'`,
    ),
  ).toEqual([{ bound: true }]);
});
