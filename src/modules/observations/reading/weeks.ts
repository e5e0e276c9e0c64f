import { addDays, daysBetween, weekday } from '../../../metrics/index.js';
import type { DailyRow } from '../daily/daily-values.repository.js';

export interface Week {
  /** Monday. */
  readonly from: string;
  readonly to: string;
  /** Mean of the days that count; null when none does. */
  readonly value: number | null;
  readonly countedDays: number;
  /** Days with any value, counted or not. */
  readonly days: number;
}

export const mondayOf = (day: string): string => addDays(day, -weekday(day));

/** Daily values become weeks, the empty ones left out. A day that was not worn or answered too late has no say. */
export function toWeeks(rows: readonly DailyRow[]): Week[] {
  const weeks = Map.groupBy(rows, (row) => mondayOf(row.day));
  return [...weeks]
    .sort(([a], [b]) => daysBetween(b, a))
    .map(([from, days]) => {
      const counted = days.flatMap((d) => (d.state === 'ok' && !d.late && d.value !== null ? [d.value] : []));
      return {
        from,
        to: addDays(from, 6),
        value: counted.length === 0 ? null : counted.reduce((a, b) => a + b, 0) / counted.length,
        countedDays: counted.length,
        days: days.length,
      };
    });
}
