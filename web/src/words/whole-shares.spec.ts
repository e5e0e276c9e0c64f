import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wholeShares } from './whole-shares.js';

const chances = fc
  .array(fc.nat(1000), { minLength: 2, maxLength: 6 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) => {
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / sum);
  });

describe('wholeShares', () => {
  it.each([
    [
      [0.006, 0.016, 0.978],
      [1, 1, 98],
    ],
    [
      [1 / 3, 1 / 3, 1 / 3],
      [34, 33, 33],
    ],
    [
      [0.335, 0.335, 0.33],
      [34, 33, 33],
    ],
    [
      [1, 0, 0],
      [98, 1, 1],
    ],
    [
      [0.51, 0.49, 0, 0, 0],
      [49, 48, 1, 1, 1],
    ],
    [
      [0.125, 0.875],
      [13, 87],
    ],
  ])('%j: %j', (given, expected) => expect(wholeShares(given)).toEqual(expected));

  it('adds up to 100, keeps the order, and is never certain', () => {
    fc.assert(
      fc.property(chances, (given) => {
        const shares = wholeShares(given);
        expect(shares.reduce((a, b) => a + b, 0)).toBe(100);
        shares.forEach((share, i) => {
          expect(Number.isInteger(share) && share >= 1 && share <= 99).toBe(true);
          expect(Math.abs(share - given[i]! * 100)).toBeLessThan(given.length);
          given.forEach((other, j) => {
            if (given[i]! > other) expect(share).toBeGreaterThanOrEqual(shares[j]!);
          });
        });
      }),
    );
  });
});
