import { isCivilDay } from './civil-time.js';

/**
 * What can be part of a person's data. The schemas of the API and the forms of the web ask the same, so that a form says at
 * once, and all at once, what the server would refuse.
 */
export const LONGEST_PERSON_NAME = 100;
export const LONGEST_EMAIL = 200;

/** One at-sign, a host with a dot, no quotes and no spaces. Whether anybody is there the mail tells. */
export const EMAIL_PATTERN =
  /^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;
/** As people write it in any country: digits, grouped. */
export const PHONE_PATTERN = /^\+?[0-9 ()/-]{5,30}$/;

const FIRST_BIRTH_DAY = '1900-01-01';

/** @param nowMs - the day must have begun somewhere: in UTC */
export const isBirthDay = (day: string, nowMs: number): boolean =>
  isCivilDay(day) && day >= FIRST_BIRTH_DAY && Date.parse(day) <= nowMs;

/** The last day until which somebody may be let look on. Whoever means longer names no end. */
export const LAST_GRANT_DAY = '2199-12-31';

/** @param today - where it is counted: an end on that day is the end of that day */
export const isGrantEnd = (day: string, today: string): boolean =>
  isCivilDay(day) && day >= today && day <= LAST_GRANT_DAY;
