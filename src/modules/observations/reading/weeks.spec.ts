import { describe, expect, it } from '@jest/globals';
import type { DailyRow } from '../daily/daily-values.repository.js';
import { mondayOf, toWeeks } from './weeks.js';

const row = (day: string, value: number | null, more: Partial<DailyRow> = {}): DailyRow => ({
  metric: 'steps',
  day,
  value,
  wearMinutes: null,
  wornFrom: null,
  coverage: null,
  device: null,
  state: 'ok',
  late: false,
  ...more,
});

describe('weeks', () => {
  it.each([
    ['2026-11-23', '2026-11-23'],
    ['2026-11-29', '2026-11-23'],
    ['2026-01-01', '2025-12-29'],
  ])('%s is in the week from %s', (day, monday) => expect(mondayOf(day)).toBe(monday));

  it('are the mean of the days that count, from Monday', () => {
    const rows = [
      row('2026-11-22', 1000),
      row('2026-11-23', 4000),
      row('2026-11-25', 90, { state: 'notWorn' }),
      row('2026-11-26', 1, { late: true }),
      row('2026-11-29', 6000),
    ];
    expect(toWeeks(rows)).toEqual([
      { from: '2026-11-16', to: '2026-11-22', value: 1000, countedDays: 1, days: 1 },
      { from: '2026-11-23', to: '2026-11-29', value: 5000, countedDays: 2, days: 4 },
    ]);
  });

  it('of unworn days only have no value', () => {
    expect(toWeeks([row('2026-11-25', 90, { state: 'notWorn' })])[0]).toMatchObject({ value: null, days: 1 });
  });
});
