import { describe, expect, it } from '@jest/globals';
import { move } from './move.js';

describe('move', () => {
  const list = ['watch', 'phone', 'file'];
  it.each([
    [1, -1, ['phone', 'watch', 'file']],
    [1, 1, ['watch', 'file', 'phone']],
    [0, -1, list],
    [2, 1, list],
    [-1, 1, list],
  ] as const)('item %d by %d', (from, by, expected) => expect(move(list, from, by)).toEqual(expected));
});
