import { METRICS, type MetricId } from '../../../metrics/index.js';
import { cut, type Segment, type Span, valueIn } from './merge-intervals.js';
import { timeMean } from './mean-day.js';

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
 * What each hour of the day holds: of sums what the intervals that count come to, of samples their mean by time; null
 * where nobody speaks. A cache: the observations say the same, in 60 rows instead of one number.
 *
 * A day's total that no interval places in time is in no hour, so hours may add up to less than their day.
 *
 * @param segments - who speaks for which time
 */
export function hoursOf(metric: MetricId, segments: readonly Segment[], day: Span): (number | null)[] | null {
  if (!hasHours(metric)) return null;
  const hours = hourSpans(day);
  const parts = hours.map((): Segment[] => []);
  const hourAt = (ms: number) => Math.floor((ms - day.startMs) / HOUR_MS);
  for (const segment of segments)
    for (let i = Math.max(0, hourAt(segment.startMs)); i < hours.length && hours[i]!.startMs < segment.endMs; i++)
      parts[i]!.push(...cut([segment], [hours[i]!]));
  const tell = METRICS[metric].daily === 'mean' ? timeMean : sumOf;
  return parts.map((all) => (all.length === 0 ? null : tell(all)));
}

const sumOf = (segments: readonly Segment[]) => segments.reduce((sum, s) => sum + valueIn(s), 0);
