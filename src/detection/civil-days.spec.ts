import { describe, expect, it } from '@jest/globals';
import { addDays, countDays, findWeekday } from './civil-days.js';
import { DetectionInputError } from './detection-input-error.js';

describe('civil days', () => {
  it.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-01-01', -1, '2025-12-31'],
    // The clocks change in between: a civil day does not care.
    ['2026-03-28', 2, '2026-03-30'],
  ])('%s and %i days is %s', (from, count, to) => {
    expect(addDays(from, count)).toBe(to);
    expect(countDays(from, to)).toBe(count);
  });

  it.each([
    ['2026-11-16', 0],
    ['2026-11-22', 6],
    ['1969-12-29', 0],
  ])('%s is weekday %i', (day, weekday) => expect(findWeekday(day)).toBe(weekday));

  it.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-01-01T00:00', ''])('%p is no day', (day) => {
    expect(() => addDays(day, 1)).toThrow(DetectionInputError);
  });
});
