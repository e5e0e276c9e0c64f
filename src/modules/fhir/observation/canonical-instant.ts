/** Does this (valid) time read exactly as we would write it: UTC, milliseconds, Z? Second 60 exists only in writing. */
export function isCanonicalInstant(text: unknown): text is string {
  return typeof text === 'string' && text.length === 24 && text.endsWith('Z') && text.slice(17, 19) !== '60';
}

const DAY_MS = 86_400_000;
const TWO = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const MOST_DAYS = 2000;
const prefixes = new Map<number, string>();

/** As `Date` writes it. A page of readings is of few days, so the day is not written anew each time. */
export function canonicalInstant(ms: number): string {
  const whole = Math.trunc(ms);
  const day = Math.floor(whole / DAY_MS);
  let prefix = prefixes.get(day);
  if (prefix === undefined) {
    if (prefixes.size >= MOST_DAYS) prefixes.clear();
    prefixes.set(day, (prefix = new Date(whole).toISOString().slice(0, -13)));
  }
  const rest = whole - day * DAY_MS;
  const seconds = Math.floor(rest / 1000);
  const fraction = rest - seconds * 1000;
  const minutes = Math.floor(seconds / 60);
  const hour = TWO[Math.floor(minutes / 60)]!;
  const millis = fraction < 10 ? `00${fraction}` : fraction < 100 ? `0${fraction}` : fraction;
  return `${prefix}${hour}:${TWO[minutes % 60]!}:${TWO[seconds % 60]!}.${millis}Z`;
}
