import { expect, it } from '@jest/globals';
import { decideTold } from './decide-told.js';

const is = (key: string | null, revisedMs: number | null = null) => ({ key, revisedMs });
const known = (observationId: string, revisedMs: number | null = null) =>
  new Map([['a', { observationId, revisedMs }]]);

it.each([
  ['what only its instants name', [is(null), is(null)], new Map(), [0, 1]],
  ['what was never told', [is('a'), is('b')], new Map(), [0, 1]],
  ['the last of two that say nothing of revisions', [is('a'), is('a')], new Map(), [1]],
  ['the newer of two, in whatever order', [is('a', 9), is('a', 5)], new Map(), [0]],
  ['a newer revision', [is('a', 9)], known('o', 5), [0]],
  ['the same revision again', [is('a', 5)], known('o', 5), [0]],
  ['not an older one', [is('a', 4), is('b')], known('o', 5), [1]],
  ['one without a revision, where the other had one', [is('a')], known('o', 5), [0]],
  ['not what somebody has called an error', [is('a', 9)], known('wrong', 5), []],
])('takes %s', (_name, readings, told, places) => {
  const keys = readings.map(({ key }) => key);
  expect(decideTold(readings, { keys, known: told, errors: new Set(['wrong']) })).toEqual(places);
});
