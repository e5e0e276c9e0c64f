import { addDays, civilDayOf } from './civil-time.js';

/** Two years, with the leap day: what is meant to be later was mistyped, as 2126 for 2026. */
const MOST_DAYS_AHEAD = 731;

/** The last civil day ('YYYY-MM-DD') of the clinic's zone on which a visit that is booked now may begin; all of it counts. */
export const lastBookableDay = (zone: string, nowMs: number): string =>
  addDays(civilDayOf(zone, nowMs), MOST_DAYS_AHEAD);
