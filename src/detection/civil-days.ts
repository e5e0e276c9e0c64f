import { DetectionInputError } from './detection-input-error.js';

/** A civil day, 'YYYY-MM-DD'. */
export type Day = string;

const DAY_MS = 86_400_000;

function toMs(day: Day): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // Date.parse rolls 30 February over into March: only a day that comes back unchanged exists.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) {
    throw new DetectionInputError('day', null, 'must be a day that exists, YYYY-MM-DD');
  }
  return ms;
}

/** The day `count` days later (negative = earlier). Civil days have no time zone and no summer time. */
export function addDays(day: Day, count: number): Day {
  return new Date(toMs(day) + count * DAY_MS).toISOString().slice(0, 10);
}

/** How many days from one day to another; negative when `to` is earlier. */
export function countDays(from: Day, to: Day): number {
  return Math.round((toMs(to) - toMs(from)) / DAY_MS);
}

/** 0 = Monday … 6 = Sunday. 1 January 1970 was a Thursday. */
export function findWeekday(day: Day): number {
  return (((toMs(day) / DAY_MS + 3) % 7) + 7) % 7;
}
