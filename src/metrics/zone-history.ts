import { addDays, civilDayOf, instantOfLocal, startOfDay } from './civil-time.js';

/** In which IANA zones somebody has lived, oldest first; the first reaches back for ever (`sinceMs` -Infinity). */
export type ZoneHistory = readonly { readonly sinceMs: number; readonly zone: string }[];

/** No clock is further ahead of another than this: the days of a journey are settled once it is over (UTC+14 to UTC-12). */
const FARTHEST_MS = 26 * 3_600_000;

/** The zone that held at this instant. */
export function zoneAt(history: ZoneHistory, ms: number): string {
  for (let i = history.length - 1; i >= 0; i--) if (history[i]!.sinceMs <= ms) return history[i]!.zone;
  return history[0]?.zone ?? 'UTC';
}

/**
 * Which civil day was it for this person, 'YYYY-MM-DD'?
 *
 * A day that has begun is never left again: who flies west over midnight and sees yesterday's date once more is still in
 * the day that began before. So every instant belongs to exactly one day, the one whose `dayBounds` hold it.
 */
export function civilDayAt(history: ZoneHistory, ms: number): string {
  let day = civilDayOf(zoneAt(history, ms), ms);
  for (let i = history.length - 1; i > 0; i--) {
    const { sinceMs } = history[i]!;
    if (sinceMs > ms) continue;
    if (ms - sinceMs > FARTHEST_MS) break;
    const left = civilDayOf(history[i - 1]!.zone, sinceMs - 1);
    if (left > day) day = left;
  }
  return day;
}

/**
 * First instant of the person's civil day and first of the next: the days lie end to end. 23 to 25 hours apart as the
 * clocks change; on a day of travel anything from none (the date line eastwards may skip a day) to 50 hours.
 */
export function dayBounds(history: ZoneHistory, day: string): { startMs: number; endMs: number } {
  return { startMs: beginningOf(history, day), endMs: beginningOf(history, addDays(day, 1)) };
}

/** The first instant at which the person's clock shows this day or a later one. */
function beginningOf(history: ZoneHistory, day: string): number {
  for (const [i, { sinceMs, zone }] of history.entries()) {
    const at = Math.max(startOfDay(zone, day), sinceMs);
    const next = history[i + 1];
    if (!next || at < next.sinceMs) return at;
  }
  return startOfDay('UTC', day);
}

/**
 * Which instants can be meant by a time on this person's wall? One as a rule; two where it came twice (clocks that went
 * back, a journey west), the earlier first. A time that never was is read by the clock before the jump; `gap` says so where
 * clocks were changed, `leftOut` where a journey east left it out.
 *
 * @param local - 'YYYY-MM-DDTHH:mm', seconds and a fraction are optional, a space may stand for the T
 */
export function instantsOfWall(
  history: ZoneHistory,
  local: string,
): { ms: readonly number[]; gap: boolean; leftOut: boolean } {
  const found = new Set<number>();
  let missed: { ms: number; gap: boolean } = instantOfLocal(history[0]?.zone ?? 'UTC', local);
  for (const [i, { sinceMs, zone }] of history.entries()) {
    const endMs = history[i + 1]?.sinceMs ?? Number.POSITIVE_INFINITY;
    const first = instantOfLocal(zone, local);
    const second = instantOfLocal(zone, local, { fold: 'second' });
    const within = [first.ms, second.ms].filter((ms) => ms >= sinceMs && ms < endMs);
    if (!first.gap) for (const ms of within) found.add(ms);
    if (first.ms >= sinceMs) missed = { ms: first.ms, gap: first.gap && within.length > 0 };
  }
  if (found.size === 0) return { ms: [missed.ms], gap: missed.gap, leftOut: !missed.gap };
  return { ms: [...found].sort((a, b) => a - b), gap: false, leftOut: false };
}
