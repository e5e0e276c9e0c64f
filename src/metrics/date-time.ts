/**
 * FHIR date, dateTime and instant texts, by the calendar. Character codes instead of Date.parse, which takes
 * 30 February and local times; and instead of regular expressions, which cost most of a whole check.
 */
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Days from 1 March of the year 0 to 1 January 1970. */
const MARCH_0000_TO_1970 = 719_468;

const digit = (s: string, at: number): number => {
  const d = s.charCodeAt(at) - 48;
  return d >= 0 && d <= 9 ? d : Number.NaN;
};
const two = (s: string, at: number): number => digit(s, at) * 10 + digit(s, at + 1);

export type Precision = 'year' | 'month' | 'day' | 'time';

/** What a valid text leaves open, by its length alone. */
export function precisionOf(text: string): Precision {
  if (text.length === 4) return 'year';
  if (text.length === 7) return 'month';
  return text.length === 10 ? 'day' : 'time';
}

/**
 * The first millisecond that a date, partial date or dateTime can mean; without a time of day it is read as UTC.
 * A time needs seconds and an offset. Second 60 is the next minute's start; parts of a millisecond are cut off.
 *
 * @returns NaN when the text is no FHIR dateTime
 */
export function dateTimeMs(s: string): number {
  return read(s, utc);
}

/** Whoever only asks whether a text is valid does not have the instant built. */
function read(s: string, toMs: typeof utc): number {
  const length = s.length;
  const year = two(s, 0) * 100 + two(s, 2);
  if (!(year > 0)) return Number.NaN;
  if (length === 4) return toMs(year, 1, 1, 0);
  const month = two(s, 5);
  if (s.charCodeAt(4) !== 45 || !(month >= 1 && month <= 12)) return Number.NaN;
  if (length === 7) return toMs(year, month, 1, 0);
  const day = two(s, 8);
  if (s.charCodeAt(7) !== 45 || !(day >= 1 && day <= daysIn(year, month))) return Number.NaN;
  return length === 10 ? toMs(year, month, day, 0) : toMs(year, month, day, timeMs(s, 11, true));
}

/** Milliseconds since midnight of `hh:mm:ss(.s+)` at `from`, NaN when wrong; with the offset that must follow, or none. */
function timeMs(s: string, from: number, zoned: boolean): number {
  if (zoned && s.charCodeAt(from - 1) !== 84) return Number.NaN;
  const hour = two(s, from);
  const minute = two(s, from + 3);
  const second = two(s, from + 6);
  const colons = s.charCodeAt(from + 2) === 58 && s.charCodeAt(from + 5) === 58;
  if (!colons || !(hour <= 23 && minute <= 59 && second <= 60)) return Number.NaN;
  let at = from + 8;
  let ms = ((hour * 60 + minute) * 60 + second) * 1000;
  if (s.charCodeAt(at) === 46) {
    const start = ++at;
    while (at < s.length && digit(s, at) >= 0) {
      if (at - start < 3) ms += digit(s, at) * 10 ** (2 - (at - start));
      at++;
    }
    if (at === start) return Number.NaN;
  }
  if (!zoned) return at === s.length ? ms : Number.NaN;
  return ms - offsetMs(s, at);
}

function offsetMs(s: string, at: number): number {
  const sign = s.charCodeAt(at);
  if (sign === 90) return s.length === at + 1 ? 0 : Number.NaN;
  if ((sign !== 43 && sign !== 45) || s.length !== at + 6 || s.charCodeAt(at + 3) !== 58) return Number.NaN;
  const minutes = two(s, at + 4);
  const total = two(s, at + 1) * 60 + minutes;
  if (!(minutes <= 59 && total <= 14 * 60)) return Number.NaN;
  return (sign === 45 ? -total : total) * MINUTE_MS;
}

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : DAYS_IN_MONTH[month - 1]!;
}

/**
 * By counting, without `Date.UTC`: years begin in March, so that a leap day comes last. See
 * https://howardhinnant.github.io/date_algorithms.html#days_from_civil
 */
function utc(year: number, month: number, day: number, msOfDay: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (marchYear * 365 + leapDays + ofYear - MARCH_0000_TO_1970) * DAY_MS + msOfDay;
}

const onlyCheck: typeof utc = (_year, _month, _day, msOfDay) => msOfDay;
export const isDateTime = (s: string): boolean => !Number.isNaN(read(s, onlyCheck));
export const isDate = (s: string): boolean => s.length <= 10 && isDateTime(s);
export const isInstant = (s: string): boolean => s.length > 10 && isDateTime(s);
export const isTime = (s: string): boolean => !Number.isNaN(timeMs(s, 0, false));

/** The first millisecond after everything a valid text can mean (read as UTC when it has no time of day). */
export function dateTimeEndMs(s: string): number {
  const start = dateTimeMs(s);
  const precision = precisionOf(s);
  if (precision === 'day') return start + DAY_MS;
  const year = Number(s.slice(0, 4));
  if (precision === 'year') return utc(year + 1, 1, 1, 0);
  if (precision === 'month') return start + daysIn(year, Number(s.slice(5, 7))) * DAY_MS;
  const fraction = /\.(\d+)/.exec(s)?.[1];
  if (fraction === undefined) return start + 1000;
  return start + Math.max(1, 10 ** (3 - fraction.length));
}
