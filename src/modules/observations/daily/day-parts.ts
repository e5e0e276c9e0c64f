import { METRICS, type MetricId } from '../../../metrics/index.js';
import type { DayObservation } from '../observations.repository.js';
import type { Span } from './merge-intervals.js';

const HOUR_MS = 3_600_000;
/** A period of at least this share of the day is its total, whatever code it carries. */
const TOTAL_SHARE = 20 / 24;
/** A day of travel may be twice as long as any total. */
const LONGEST_DAY_MS = 24 * HOUR_MS;
/** A longer period is several days' sum, of which nobody knows the days; a day of travel may itself be longer. */
const LONGEST_SUM_MS = 30 * HOUR_MS;

export const isSum = (metric: MetricId): boolean => METRICS[metric].daily === 'sum';
const isNight = (metric: MetricId) => metric === 'sleepDuration';

/**
 * Does it belong to this day? A night belongs to the day on which the person woke, a score to the day its period ends;
 * sums to the day in which they lie. A sum of several days belongs to none.
 */
export function belongs(metric: MetricId, o: Span, day: Span): boolean {
  if (o.endMs === o.startMs) return holds(day, o.startMs);
  if (!isSum(metric)) return holds(day, o.endMs - 1);
  if (o.endMs - o.startMs > Math.max(LONGEST_SUM_MS, day.endMs - day.startMs)) return false;
  if (isTotal(o, day)) return holds(day, (o.startMs + o.endMs) / 2);
  if (isNight(metric)) return holds(day, o.endMs - 1);
  return o.endMs > day.startMs && o.startMs < day.endMs;
}

/**
 * Is it the whole day's sum rather than a part of it? A night told by its day is one too: nobody lies in bed for twenty
 * hours. A day's total need not begin at this person's midnight (a vendor's day may be UTC): it belongs to the day that
 * holds its middle.
 */
export function isTotal(o: Span, day: Span): boolean {
  if (o.endMs === o.startMs) return true;
  const dayMs = Math.min(day.endMs - day.startMs, LONGEST_DAY_MS);
  return o.endMs - o.startMs >= TOTAL_SHARE * dayMs;
}

/**
 * The time for which a total speaks: its period where that lies in the day; else it is a day by another clock, and whole.
 * A night's total speaks of the whole night, also of the evening before.
 */
export const coverOf = (metric: MetricId, o: DayObservation, span: Span): Span =>
  !isNight(metric) && o.endMs > o.startMs && o.startMs >= span.startMs && o.endMs <= span.endMs ? o : span;

/** The time a day's intervals may fill: a night reaches back into the evening before. */
export function spanOf(metric: MetricId, own: readonly DayObservation[], day: Span): Span {
  if (!isNight(metric)) return day;
  return {
    startMs: own.reduce((ms, o) => Math.min(ms, o.startMs), day.startMs),
    endMs: own.reduce((ms, o) => Math.max(ms, o.endMs), day.endMs),
  };
}

const holds = (day: Span, ms: number) => ms >= day.startMs && ms < day.endMs;
