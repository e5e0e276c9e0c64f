import { describe, expect, it } from '@jest/globals';
import { addDays, dayBounds } from '../../../metrics/index.js';
import { daysToAsk, toHourPage } from './hour-page.js';

const ZONES = [{ sinceMs: Number.NEGATIVE_INFINITY, zone: 'Europe/Berlin' }];

/** Days of which every hour is known, from this one on; 2026-10-25 has 25 hours in Berlin. */
const daysFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const day = addDays(first, i);
    const { startMs, endMs } = dayBounds(ZONES, day);
    const hours = Array.from({ length: (endMs - startMs) / 3_600_000 }, (_x, hour) => hour);
    return { metric: 'steps' as const, day, startMs, hours };
  });

describe('a page of hours', () => {
  it.each([
    ['two days of 24 hours', '2026-10-20', 48, 48, '2026-10-22'],
    ['a day that clocks made longer is left for the next page', '2026-10-24', 48, 24, '2026-10-25'],
    ['and is whole there, though it alone is longer than the limit', '2026-10-25', 24, 25, '2026-10-26'],
    ['at least one day, however small the limit', '2026-10-20', 1, 24, '2026-10-21'],
  ])('%s', (_name, first, limit, hours, nextDay) => {
    const page = toHourPage(daysFrom(first, daysToAsk(limit)), ZONES, limit);
    expect([page.items.length, page.nextDay]).toEqual([hours, nextDay]);
  });

  it('the last one names no next', () => {
    expect(toHourPage(daysFrom('2026-10-20', 2), ZONES, 48).nextDay).toBeNull();
    expect(toHourPage([], ZONES, 48)).toEqual({ items: [], nextDay: null });
  });
});
