import { dayBounds, type ZoneHistory } from '../../../metrics/index.js';
import type { DayHours } from '../daily/hourly.repository.js';

const HOUR_MS = 3_600_000;
const HOURS_A_DAY = 24;
const iso = (ms: number) => new Date(ms).toISOString();

/** How many days to ask for: a page holds fewer of them, so that it knows where the next one begins. */
export const daysToAsk = (limit: number): number => Math.max(1, Math.floor(limit / HOURS_A_DAY)) + 1;

/**
 * A page of hours: whole days, as many as the limit holds, and at least one. On a journey, and as clocks go back, a day has
 * more hours than most.
 *
 * @param days - at most `daysToAsk(limit)` of them, in order
 * @returns nextDay: the first that is left for the next page; null when none is
 */
export function toHourPage(days: readonly DayHours[], zones: ZoneHistory, limit: number) {
  const items = days[0] ? toHours(days[0], zones) : [];
  for (const day of days.slice(1, daysToAsk(limit) - 1)) {
    const hours = toHours(day, zones);
    if (items.length + hours.length > limit) return { items, nextDay: day.day };
    items.push(...hours);
  }
  return { items, nextDay: days[daysToAsk(limit) - 1]?.day ?? null };
}

function toHours({ day, startMs, hours }: DayHours, zones: ZoneHistory) {
  const { endMs } = dayBounds(zones, day);
  return hours.flatMap((value, i) => {
    const start = startMs + i * HOUR_MS;
    const end = Math.max(start, Math.min(start + HOUR_MS, endMs));
    return value === null ? [] : [{ day, startAt: iso(start), endAt: iso(end), value }];
  });
}
