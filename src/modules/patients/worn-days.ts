import { addDays } from '../../metrics/index.js';

export const WORN_WINDOW_DAYS = 14;

/**
 * On how many of the last 14 days did a device count as worn? Today is one of them as soon as it counts; until then the
 * window ends with yesterday, so that midnight takes nothing from anybody.
 *
 * @param days - civil days that count; older ones may be among them
 */
export function countWornDays(days: readonly string[], today: string): number {
  const last = days.includes(today) ? today : addDays(today, -1);
  const first = addDays(last, 1 - WORN_WINDOW_DAYS);
  return new Set(days.filter((day) => day >= first && day <= last)).size;
}
