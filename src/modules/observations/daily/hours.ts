import { METRICS, type MetricId } from '../../../metrics/index.js';
import { cut, type Segment, type Span, valueIn } from './merge-intervals.js';

const HOUR_MS = 3_600_000;

/** Metrics that are measured many times a day. A night is one thing, and what people say has its own time. */
export const hasHours = (metric: MetricId): boolean =>
  !METRICS[metric].selfReported && METRICS[metric].daily !== 'last' && metric !== 'sleepDuration';

/** When the hours of a day begin: full hours since its first instant, so a day has 23 to 25 of them as the clocks go. */
export const hourSpans = (day: Span): Span[] =>
  Array.from({ length: Math.ceil((day.endMs - day.startMs) / HOUR_MS) }, (_, i) => ({
    startMs: day.startMs + i * HOUR_MS,
    endMs: Math.min(day.startMs + (i + 1) * HOUR_MS, day.endMs),
  }));

/**
 * What each hour of the day holds: of sums what the intervals that count come to, of samples their mean; null where
 * nobody speaks. A cache: the observations say the same, in 60 rows instead of one number.
 *
 * A day's total that no interval places in time is in no hour, so hours may add up to less than their day.
 *
 * @param segments - of a sum: who speaks for which time; else the samples
 */
export function hoursOf(metric: MetricId, segments: readonly Segment[], day: Span): (number | null)[] | null {
  if (!hasHours(metric)) return null;
  const hours = hourSpans(day);
  if (hours.length === 0) return [];
  const sums = new Array<number | null>(hours.length).fill(null);
  const counts = new Array<number>(hours.length).fill(0);
  const add = (i: number, value: number) => {
    if (i < 0 || i >= hours.length) return;
    sums[i] = (sums[i] ?? 0) + value;
    counts[i]!++;
  };
  const hourAt = (ms: number) => Math.floor((ms - day.startMs) / HOUR_MS);
  for (const segment of segments) {
    if (METRICS[metric].daily === 'mean') add(hourAt(segment.startMs), segment.observation.value);
    else
      for (let i = Math.max(0, hourAt(segment.startMs)); i < hours.length && hours[i]!.startMs < segment.endMs; i++)
        for (const part of cut([segment], [hours[i]!])) add(i, valueIn(part));
  }
  return METRICS[metric].daily === 'mean' ? sums.map((sum, i) => (sum === null ? null : sum / counts[i]!)) : sums;
}
