import { addDays, daysBetween } from '../../../metrics/index.js';

export const SPARK_DAYS = 56;

/**
 * The eight weeks up to `today` as middles of seven days: what a row has room for. Gaps stay gaps.
 *
 * @param days - of one metric; null: no valid value that day
 */
export function sparkValues(days: readonly { day: string; value: number | null }[], today: string): (number | null)[] {
  if (days.length === 0) return [];
  const first = addDays(today, -SPARK_DAYS);
  const values = new Array<number | null>(SPARK_DAYS + 1).fill(null);
  for (const { day, value } of days) values[daysBetween(first, day)] = value;
  return values.slice(6).map((value, i) => {
    const week = values.slice(i, i + 7).filter((v) => v !== null);
    return value === null && week.length < 3 ? null : middle(week);
  });
}

function middle(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
