import type { Day } from '../../api/types.js';
import { addDays, dayIn } from '../../words/index.js';

/** Until a day begins in the clinic's zone, or until it is worse than now. */
export type SnoozeUntil = { when: 'day'; on: Day } | { when: 'worse' };
export interface SnoozePreset {
  readonly key: 'tomorrow' | 'monday' | 'review' | 'worse';
  readonly until: SnoozeUntil;
}

const MONDAY = 1;
const weekdayOf = (day: Day) => new Date(`${day}T12:00:00Z`).getUTCDay();

/**
 * What one would usually put an alert off to. Days are the clinic's, counted as days and not as 24 hours: the night in
 * which clocks change is one day like any other.
 *
 * @param reviewOn - when the patient's sprint is decided, if there is one
 */
export function snoozePresets(now: number, zone: string, reviewOn: Day | null): SnoozePreset[] {
  const today = dayIn(now, zone);
  const tomorrow = addDays(today, 1);
  const monday = addDays(today, (MONDAY + 7 - weekdayOf(today)) % 7 || 7);
  return [
    { key: 'tomorrow', until: { when: 'day', on: tomorrow } },
    // On a Sunday both would be the same day.
    ...(monday === tomorrow ? [] : [{ key: 'monday', until: { when: 'day', on: monday } } as const]),
    ...(reviewOn !== null && reviewOn > tomorrow
      ? [{ key: 'review', until: { when: 'day', on: reviewOn } } as const]
      : []),
    { key: 'worse', until: { when: 'worse' } },
  ];
}

/** Days that can be chosen: from tomorrow on, and not so far that it is forgotten. */
export const MOST_SNOOZE_DAYS = 92;
export const snoozeRange = (now: number, zone: string): { first: Day; last: Day } => {
  const today = dayIn(now, zone);
  return { first: addDays(today, 1), last: addDays(today, MOST_SNOOZE_DAYS) };
};
