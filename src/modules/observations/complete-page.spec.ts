import { expect, it, jest } from '@jest/globals';
import { MOST_ANSWER_BYTES } from './answer-size.js';
import { completePage, heldAtOnce } from './complete-page.js';
import type { PageRow } from './page-columns.js';

const row = (start_ms: number, left_out: number | null): PageRow => ({
  series_id: 1,
  start_ms,
  end_ms: start_ms,
  value: null,
  original: null,
  version: 1,
  skeleton_id: 1,
  identifier: null,
  remainder: null,
  issued_ms: null,
  received_ms: 0,
  own_id: null,
  patient_id: 'p',
  left_out,
});
const fetchAll = () =>
  jest.fn(async (rows: readonly PageRow[]) => rows.map((one) => ({ ...one, patient_id: null, remainder: '{"a":1}' })));

it('what has come along is not fetched again', async () => {
  const fetch = fetchAll();
  const rows = [row(1, null), row(2, null)];
  expect(await completePage(rows, fetch)).toEqual(rows);
  expect(fetch).not.toHaveBeenCalled();
});

it('what did not is put in where it belongs, with whose it is', async () => {
  const whole = await completePage([row(1, null), row(2, 9000), row(3, null)], fetchAll());
  expect(whole).toEqual([row(1, null), { ...row(2, null), remainder: '{"a":1}' }, row(3, null)]);
});

it.each([
  ['has gone', []],
  ['is another version', [{ ...row(2, null), version: 2 }]],
])('a page ends before what %s meanwhile', async (_what, others) => {
  const whole = await completePage([row(1, 9000), row(2, 9000), row(3, null)], async () => [row(1, null), ...others]);
  expect(whole.map(({ start_ms }) => start_ms)).toEqual([1]);
});

it('no more is held than an answer holds, and the one with which it is too much', () => {
  const half = MOST_ANSWER_BYTES / 2;
  const rows = [row(1, half), row(2, half), row(3, half), row(4, half), row(5, null)];
  expect(heldAtOnce(rows)).toEqual(rows.slice(0, 3));
  expect(heldAtOnce(rows.slice(0, 2))).toEqual(rows.slice(0, 2));
});
