import type { Instant } from '../api/types.js';
import { dayIn } from '../words/index.js';

const WEEK_MS = 7 * 86_400_000;

/** Once a week: the last one is more than seven days old, or there never was one. */
export const isPegDue = (answeredAt: readonly Instant[], now: number): boolean =>
  answeredAt.every((at) => now - Date.parse(at) > WEEK_MS);

/** Was the diary of the patient's present day filled in already? */
export const hasDiaryToday = (answeredAt: readonly Instant[], now: number, timeZone: string): boolean =>
  answeredAt.some((at) => dayIn(at, timeZone) === dayIn(now, timeZone));

/** One instant, or none, as a list. */
export const listOf = (at: Instant | null | undefined): Instant[] => (at ? [at] : []);
