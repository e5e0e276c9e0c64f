import { describe, expect, it } from '@jest/globals';
import { SwingFilter } from './swing-filter.js';

describe('news of a day, given a swaying level', () => {
  it('is the day itself in standard deviations when nothing sways', () => {
    const filter = new SwingFilter([], 2);
    const row = Float64Array.of(6, -2);
    filter.whiten(row, 4);
    expect(Array.from(row)).toEqual([3, -1]);
  });

  it('shrinks when the day before said the same', () => {
    const filter = new SwingFilter([{ sd: 1, keep: 0.9 }], 1);
    const [first, second] = [Float64Array.of(2), Float64Array.of(2)];
    filter.whiten(first, 1);
    filter.nextDay();
    filter.whiten(second, 1);
    // Before: variance 1 + 1. After: half of 2 is expected, 0.9 of it is kept; variance 0.81 / 2 + 0.19 + 1.
    expect(first[0]).toBeCloseTo(2 / Math.sqrt(2), 12);
    expect(second[0]).toBeCloseTo((2 - 0.9) / Math.sqrt(0.405 + 0.19 + 1), 12);
  });

  it('forgets over days without a measurement', () => {
    const filter = new SwingFilter([{ sd: 1, keep: 0.9 }], 1);
    filter.whiten(Float64Array.of(2), 1);
    for (let day = 0; day < 400; day++) filter.nextDay();
    const row = Float64Array.of(2);
    filter.whiten(row, 1);
    expect(row[0]).toBeCloseTo(2 / Math.sqrt(2), 9);
  });
});
