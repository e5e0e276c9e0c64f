import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findMedian, findSpread } from './robust.js';

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('median and spread', () => {
  it.each([
    [[3], 3],
    [[4, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])('of %p is %d', (values, median) => expect(findMedian(values)).toBe(median));

  it('of nothing is nothing', () => {
    expect(findMedian([])).toBeNull();
    expect(findSpread([])).toBeNull();
  });

  it('does not depend on the order', () => {
    fc.assert(fc.property(numbers, (v) => expect(findSpread(v.toReversed())).toEqual(findSpread(v))));
  });

  it('one wild day moves the middle no further than its neighbours', () => {
    expect(findMedian([5, 6, 7, 8, 1e9])).toBe(7);
  });

  it('holds about two thirds of normal days', () => {
    // Quantiles of the normal distribution at 0.05, 0.15 … 0.95.
    const z = [-1.645, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036, 1.645];
    const { low, high } = findSpread(z)!;
    expect(high).toBeCloseTo(1, 0);
    expect(z.filter((v) => v >= low && v <= high).length).toBe(6);
  });
});
