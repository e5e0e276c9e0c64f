import { expect, it } from '@jest/globals';
import { withGone } from './with-gone.js';

it.each<[string, number[], number[], number[], number[]]>([
  ['keeps its place at the head', [2, 3], [1, 2, 3], [1], [1, 2, 3]],
  ['keeps its place behind whom it stood behind', [3, 2], [2, 1, 3], [1], [3, 2, 1]],
  ['of two keeps the one behind the other', [4], [1, 2, 4], [1, 2], [1, 2, 4]],
  ['is put where it is named', [2, 1], [1, 2], [1], [2, 1]],
  ['has no place in no order', [], [1, 2], [1], []],
  ['has none where nobody had chosen', [2], [], [1], [2]],
])('a device that is gone %s', (_name, chosen, before, gone, order) =>
  expect(withGone(chosen, before, new Set(gone))).toEqual(order),
);
