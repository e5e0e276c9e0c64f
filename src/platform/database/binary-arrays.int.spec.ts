import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { int4Array, readTexts, readTimestamp, textArray, timestampArray } from './binary-arrays.js';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
}, 60_000);
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

const asText = async (type: string, array: Buffer): Promise<unknown> =>
  (await client.query({ text: `SELECT $1::${type}[]::text[] AS t, cardinality($1::${type}[]) AS n`, values: [array] }))
    .rows[0];

it('numbers arrive as they are', async () => {
  expect(await asText('int4', int4Array([0, -1, 2 ** 31 - 1, -(2 ** 31)]))).toEqual({
    t: ['0', '-1', '2147483647', '-2147483648'],
    n: 4,
  });
});

const texts = ['', 'a"b\\c,{}', 'ü€😀', null, 'NULL', 'x'.repeat(70_000)];
it('texts arrive letter by letter, with nulls and nothing', async () => {
  expect(await asText('text', textArray(texts))).toEqual({ t: texts, n: 6 });
});

it('no values are an empty array', async () => {
  for (const [type, array] of [
    ['int4', int4Array([])],
    ['text', textArray([])],
    ['timestamptz', timestampArray([])],
  ] as const)
    expect(await asText(type, array)).toEqual({ t: [], n: 0 });
});

const times = [
  Date.parse('0001-01-01T00:00:00+14:00'),
  Date.parse('1066-10-14T09:00:00.001Z'),
  -1,
  0,
  946_684_800_000,
  946_684_799_999,
  Date.parse('2026-11-25T12:34:56.789Z'),
  Date.parse('9999-12-31T23:59:59.999Z'),
];
it('instants arrive to the millisecond, from the first that FHIR can write', async () => {
  const { rows } = await client.query<{ ms: string }>({
    text: `SELECT (extract(epoch FROM t) * 1000)::bigint::text AS ms FROM unnest($1::timestamptz[]) WITH ORDINALITY AS u(t, n) ORDER BY n`,
    values: [timestampArray([...times, null])],
  });
  expect(rows.map(({ ms }) => ms)).toEqual([...times.map(String), null]);
});

it.each([[texts], [[]], [[null]]])('texts come back letter by letter', async (sent) => {
  const { rows } = await client.query<{ back: Buffer }>({
    text: 'SELECT array_send($1::text[]) AS back',
    values: [textArray(sent)],
  });
  expect(readTexts(rows[0]!.back)).toEqual(sent);
});

it('instants come back to the millisecond', async () => {
  const { rows } = await client.query<{ back: Buffer }>({
    text: `SELECT string_agg(timestamptz_send(t), '' ORDER BY n) AS back FROM unnest($1::timestamptz[]) WITH ORDINALITY AS u(t, n)`,
    values: [timestampArray(times)],
  });
  const back = times.map((_, i) => readTimestamp(rows[0]!.back, i * 8));
  expect(back.map(Math.round)).toEqual(times);
});
