import { METRICS } from './catalogue.js';
import type { MetricId } from './metric.js';

const MINUTE_MS = 60_000;
/** Metrics whose value is a time are those whose canonical unit is one. */
const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, min: MINUTE_MS };

/**
 * By how much a time may be longer than its period, because one of the two was rounded. Hours of sleep are written to one
 * decimal (half of it is 3 min), beside ends in whole minutes (one each). Minutes of walking are whole ones: half of one,
 * for a minute more would be twice the time in readings of a minute. Wear is the vendor's own sum over a whole day.
 */
const ROUNDING_MS: Partial<Record<MetricId, number>> = { sleepDuration: 5 * MINUTE_MS, walkingMinutes: MINUTE_MS / 2 };

/**
 * Can this have been so in that time? Nobody sleeps or walks, and nothing is worn, for longer than the time of which it is
 * told; a day has 23 to 25 hours. A moment is no such time: it says when it was told, as with a diary, or when it was over.
 * Only of wear a moment says nothing.
 *
 * @param value - in the canonical unit
 * @returns what would be right, in a sentence; null: it can
 */
export function findOverlong(
  metric: MetricId,
  { value, startMs, endMs }: { readonly value: number; readonly startMs: number; readonly endMs: number },
): string | null {
  const unitMs = UNIT_MS[METRICS[metric].unit];
  if (unitMs === undefined || (endMs === startMs && metric !== 'wornMinutes')) return null;
  if (Math.round(value * unitMs) <= endMs - startMs + (ROUNDING_MS[metric] ?? 0)) return null;
  const minutes = Math.floor((endMs - startMs) / MINUTE_MS);
  return `${metric} must be at most the ${minutes} minutes of its period`;
}
