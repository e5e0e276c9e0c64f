/** Does this (valid) time read exactly as we would write it: UTC, milliseconds, Z? Second 60 exists only in writing. */
export function isCanonicalInstant(text: unknown): text is string {
  return typeof text === 'string' && text.length === 24 && text.endsWith('Z') && text.slice(17, 19) !== '60';
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const digits = (n: number, width: number) => String(n).padStart(width, '0');
const MINUTES = Array.from({ length: 1440 }, (_, n) => `${digits(Math.floor(n / 60), 2)}:${digits(n % 60, 2)}:`);
const SECONDS = Array.from({ length: 60 }, (_, n) => `${digits(n, 2)}.`);
const MILLIS = Array.from({ length: 1000 }, (_, n) => `${digits(n, 3)}Z`);
const MOST_DAYS = 2000;
const prefixes = new Map<number, string>();

/**
 * As `Date` writes it. A page of readings is of few days, so the day is not written anew each time; the rest is looked up
 * in three pieces: each piece more is one more text to be made.
 */
export function canonicalInstant(ms: number): string {
  const whole = Math.trunc(ms);
  const day = Math.floor(whole / DAY_MS);
  let prefix = prefixes.get(day);
  if (prefix === undefined) {
    if (prefixes.size >= MOST_DAYS) prefixes.clear();
    prefixes.set(day, (prefix = new Date(whole).toISOString().slice(0, -13)));
  }
  const ofDay = whole - day * DAY_MS;
  const minute = Math.floor(ofDay / MINUTE_MS);
  const ofMinute = ofDay - minute * MINUTE_MS;
  const second = Math.floor(ofMinute / 1000);
  return prefix + MINUTES[minute]! + SECONDS[second]! + MILLIS[ofMinute - second * 1000]!;
}
