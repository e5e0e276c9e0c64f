import { INSTRUMENTS } from '../../../src/instruments/index.js';
import { METRICS, type MetricId } from '../../../src/metrics/index.js';

/** Numbers, days and hours as this product writes them. One place, so that a figure looks the same on every screen. */
export type Audience = 'clinician' | 'patient' | 'caregiver';
const LOCALE = 'en-GB';
const MINUS = '−';

const numbers = new Map<string, Intl.NumberFormat>();
export function number(value: number, digits = 0): string {
  const key = String(digits);
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    numbers.set(key, format);
  }
  // Negative zero and the ASCII hyphen both read wrong in a sentence.
  const rounded = Number(value.toFixed(digits)) + 0;
  return format.format(rounded).replace('-', MINUS);
}

const DIGITS: Record<MetricId, number> = {
  steps: 0,
  sleepDuration: 1,
  heartRate: 0,
  restingHeartRate: 0,
  walkingMinutes: 0,
  wornMinutes: 0,
  painIntensity: 1,
  pegScore: 1,
  painInterference: 1,
  sleepQuality: 1,
  mood: 1,
  phq9Score: 0,
  gad7Score: 0,
  isiScore: 0,
  pcsScore: 0,
  pseqScore: 0,
  odiScore: 0,
  bpiInterference: 1,
  promisPainInterference: 1,
  promisPhysicalFunction: 1,
  promisSleepDisturbance: 1,
};
/** Counts are compared as a share of usual; hours and scores in their own unit, where a share would mislead. */
export const isShare = (metric: MetricId): boolean => metric === 'steps' || metric === 'walkingMinutes';
const isScore = (metric: MetricId) => METRICS[metric]?.selfReported ?? false;
/** The score of a questionnaire that is filled in here, told as it is scored. */
const isOurTotal = (metric: MetricId) => Object.values(INSTRUMENTS).some(({ total }) => total?.metric === metric);
/** Totals and T-scores are long scales: a half of a point is nothing there. */
const isLong = (metric: MetricId) => METRICS[metric].max - METRICS[metric].min > 10;

/** A value without its unit, for axis labels and tables. */
export const figure = (metric: MetricId, value: number): string => number(value, DIGITS[metric] ?? 1);

/** A value with its unit, as clinicians read it ("3,641 a day") or rounded as a patient would say it ("about" left out). */
export function measure(metric: MetricId, value: number, audience: Audience): string {
  if (audience !== 'clinician') return plainMeasure(metric, value);
  const plain = figure(metric, value);
  if (metric === 'steps') return `${plain} a day`;
  if (metric === 'sleepDuration') return `${plain} h`;
  if (metric === 'walkingMinutes' || metric === 'wornMinutes') return `${plain} min`;
  if (metric === 'restingHeartRate' || metric === 'heartRate') return `${plain} bpm`;
  return plain;
}

/** Steps to the nearest hundred, a night to ten minutes, a score of ten to a half: more would sound surer than it is. */
function plainMeasure(metric: MetricId, value: number): string {
  if (metric === 'steps') return number(value < 1000 ? Math.round(value / 10) * 10 : Math.round(value / 100) * 100);
  if (metric === 'sleepDuration') return hours(Math.round(value * 6) / 6);
  if (isOurTotal(metric)) return number(value, DIGITS[metric]);
  if (isScore(metric) && !isLong(metric)) {
    const half = Math.round(value * 2) / 2;
    return number(half, Number.isInteger(half) ? 0 : 1);
  }
  return number(value);
}

/** 6.67 -> "6 h 40 min" */
export function hours(value: number): string {
  const minutes = Math.round(value * 60);
  const h = Math.floor(minutes / 60);
  const m = minutes % 60;
  if (h === 0) return `${m} min`;
  return m === 0 ? `${h} h` : `${h} h ${m} min`;
}

/** The size of a change, without a sign: "35 %", or in the unit where a share would mislead. */
export function amount(metric: MetricId, value: number, usual: number): string {
  if (isShare(metric) && usual !== 0) return `${number((Math.abs(value - usual) / Math.abs(usual)) * 100)} %`;
  const size = differenceShown(metric, value, usual);
  if (isScore(metric)) return `${figure(metric, size)} points`;
  return measure(metric, size, 'clinician').replace(' a day', '');
}

/** Between the two numbers as they stand beside it, so that the sum adds up; of two that look alike, the true one. */
function differenceShown(metric: MetricId, value: number, usual: number): number {
  const scale = 10 ** (DIGITS[metric] ?? 1);
  const shown = Math.abs(Math.round(value * scale) - Math.round(usual * scale)) / scale;
  return shown === 0 ? Math.abs(value - usual) : shown;
}

/** "−35 %" or "+0.4": the same change with its sign. */
export function signedAmount(metric: MetricId, value: number, usual: number): string {
  return `${value < usual ? MINUS : '+'}${amount(metric, value, usual).replace(' points', '')}`;
}

/** A change of this size, and of what: "1 point", "0.5 h", "850 steps a day". */
export function changeWords(metric: MetricId, size: number): string {
  if (metric === 'steps') return `${figure(metric, size)} steps a day`;
  if (!isScore(metric)) return measure(metric, size, 'clinician');
  const points = Number.isInteger(size) ? number(size) : number(size, 1);
  return `${points} ${points === '1' ? 'point' : 'points'}`;
}

const civil = new Map<string, Intl.DateTimeFormat>();
function civilFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  let format = civil.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALE, options);
    civil.set(key, format);
  }
  return format;
}
const noonOf = (day: string) => new Date(`${day}T12:00:00Z`);
/** en-GB writes "Sept"; everything else on the page has three letters. */
const threeLetters = (words: string) => words.replace('Sept ', 'Sep ').replace(/Sept$/, 'Sep');

const thisDay = (): string => new Date().toISOString().slice(0, 10);
const yearUnless = (day: string, today: string): string =>
  day.slice(0, 4) === today.slice(0, 4) ? '' : ` ${day.slice(0, 4)}`;
const withoutYear = (day: string): string =>
  threeLetters(civilFormat({ day: 'numeric', month: 'short', timeZone: 'UTC' }).format(noonOf(day)));

/** A civil day: "10 Nov"; seen from another year "10 Nov 2024". Days have no zone; they are already the patient's. */
export const shortDay = (day: string, today = thisDay()): string => `${withoutYear(day)}${yearUnless(day, today)}`;
/** "10 November"; seen from another year "10 November 2024". */
export const longDay = (day: string, today = thisDay()): string =>
  civilFormat({ day: 'numeric', month: 'long', timeZone: 'UTC' }).format(noonOf(day)) + yearUnless(day, today);
/** "Tue 10 Nov"; seen from a day of another year "Wed 1 Jan 2020". */
export const weekdayDay = (day: string, today = thisDay()): string =>
  threeLetters(
    civilFormat({ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
      .format(noonOf(day))
      .replace(',', ''),
  ) + yearUnless(day, today);
/** "10 Nov – 21 Dec"; the year stands once where both days are of the same other one. */
export const dayRange = (from: string, to: string, today = thisDay()): string =>
  `${from.slice(0, 4) === to.slice(0, 4) ? withoutYear(from) : shortDay(from, today)} – ${shortDay(to, today)}`;

/** The civil day an instant falls on in a zone. */
export function dayIn(instant: string | number | Date, timeZone: string): string {
  const parts = civilFormat({ year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).formatToParts(
    new Date(instant),
  );
  const of = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}`;
}
export const addDays = (day: string, count: number): string =>
  new Date(noonOf(day).getTime() + count * 86_400_000).toISOString().slice(0, 10);
export const daysBetween = (from: string, to: string): number =>
  Math.round((noonOf(to).getTime() - noonOf(from).getTime()) / 86_400_000);

/** "07:02" in a zone. */
export const clock = (instant: string | number | Date, timeZone: string): string =>
  civilFormat({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(new Date(instant));
/** "18 Nov 07:02" in a zone; seen from another year "1 Jan 2020 15:00". */
export const dayAndClock = (instant: string, timeZone: string, now: string | number = Date.now()): string =>
  `${shortDay(dayIn(instant, timeZone), dayIn(now, timeZone))} ${clock(instant, timeZone)}`;

/** What the clock shows where somebody is, as "03:13" or "Fri 27 Nov 03:13"; null where it shows the same here. */
export function clockThere(now: number, there: string, here: string): string | null {
  const [day, time] = [dayIn(now, there), clock(now, there)];
  if (day !== dayIn(now, here)) return `${weekdayDay(day, dayIn(now, here))} ${time}`;
  return time === clock(now, here) ? null : time;
}

/** As exactly as somebody has said when: "10 Nov", "Nov 2026", "2026". */
export function momentFrom(day: string, exact: 'day' | 'month' | 'year', today: string): string {
  if (exact === 'day') return shortDay(day, today);
  if (exact === 'year') return day.slice(0, 4);
  return threeLetters(civilFormat({ month: 'short', year: 'numeric', timeZone: 'UTC' }).format(noonOf(day)));
}
/** A civil day that may be years away: "4 Mar 1971". */
export const civilDate = (day: string): string => `${withoutYear(day)} ${day.slice(0, 4)}`;
/** "31 Dec 2030" in a zone, for days that may be years away. */
export const dayOfYear = (instant: string, timeZone: string): string => civilDate(dayIn(instant, timeZone));

/** Time left, as a worklist says it: "due 6 min", "due 2 h", "due 16:00" later today, then the weekday. */
export function dueWords(dueAt: string, now: number, timeZone: string): string {
  const ms = Date.parse(dueAt) - now;
  if (ms < 0) {
    const late = -ms / 60_000;
    return late < 90
      ? `${Math.max(1, Math.round(late))} min late`
      : late < 48 * 60
        ? `${Math.round(late / 60)} h late`
        : `since ${shortDay(dayIn(dueAt, timeZone), dayIn(now, timeZone))}`;
  }
  if (ms < 90 * 60_000) return `due ${Math.max(1, Math.round(ms / 60_000))} min`;
  if (ms < 6 * 3_600_000) return `due ${Math.round(ms / 3_600_000)} h`;
  if (dayIn(dueAt, timeZone) === dayIn(now, timeZone)) return `due ${clock(dueAt, timeZone)}`;
  if (ms < 6 * 86_400_000) return civilFormat({ weekday: 'short', timeZone }).format(new Date(dueAt));
  return shortDay(dayIn(dueAt, timeZone), dayIn(now, timeZone));
}

/** So long it is told how many hours ago something was. */
const HOURS_AGO = 12;

/** "2 min ago", "3 h ago", then the day. */
export function agoWords(at: string, now: number, timeZone: string): string {
  const minutes = Math.max(0, Math.round((now - Date.parse(at)) / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < HOURS_AGO * 60) return `${Math.round(minutes / 60)} h ago`;
  return dayAndClock(at, timeZone, now);
}

/** The same where the hour says nothing any more: "2 min ago", "06:40", then the day alone. */
export function agoOrDay(at: string, now: number, timeZone: string): string {
  const day = dayIn(at, timeZone);
  const isToday = day === dayIn(now, timeZone);
  return isToday || now - Date.parse(at) < HOURS_AGO * 3_600_000
    ? agoWords(at, now, timeZone)
    : shortDay(day, dayIn(now, timeZone));
}

/** The address under which a telephone calls this number, however it is written. */
export const telephoneLink = (number: string): string => `tel:${number.replace(/[^+\d]/g, '')}`;
