import type { InstrumentResponse } from '../api/types.js';
import { dayIn } from '../words/index.js';

const WEEK_MS = 7 * 86_400_000;

const latest = (responses: readonly InstrumentResponse[]): number =>
  Math.max(Number.NEGATIVE_INFINITY, ...responses.map((r) => Date.parse(r.authoredAt)));

/** Once a week: the last one is more than seven days old, or there never was one. */
export const isPegDue = (responses: readonly InstrumentResponse[], now: number): boolean =>
  now - latest(responses) > WEEK_MS;

/** Was the diary of the patient's present day filled in already? */
export const hasDiaryToday = (responses: readonly InstrumentResponse[], now: number, timeZone: string): boolean =>
  responses.some((r) => dayIn(r.authoredAt, timeZone) === dayIn(now, timeZone));

/** By the hour on the patient's own clock. */
export function greeting(hour: number): string {
  if (hour < 5) return 'Hello';
  if (hour < 12) return 'Good morning';
  return hour < 18 ? 'Good afternoon' : 'Good evening';
}
