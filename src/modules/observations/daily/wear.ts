import type { DayObservation } from '../observations.repository.js';
import { lengthOf, type Span } from './merge-intervals.js';

/** A day with less wear than this says nothing about activity (Troiano 2008: 10 hours). */
export const VALID_WEAR_MINUTES = 600;
const HOUR_MS = 3_600_000;

/**
 * Minutes of the day in which a heart-rate sensor saw somebody; null when none speaks. A sample counts until the next
 * one, for an hour at most.
 */
export function wornMinutes(samples: readonly DayObservation[], day: Span): number | null {
  const own = samples
    .filter((s) => s.endMs > day.startMs - HOUR_MS && s.startMs < day.endMs)
    .sort((a, b) => a.startMs - b.startMs);
  if (own.length === 0) return null;
  const spans: { startMs: number; endMs: number }[] = [];
  for (const [i, sample] of own.entries()) {
    const next = own[i + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    const startMs = Math.max(sample.startMs, day.startMs);
    const endMs = Math.min(Math.max(sample.endMs, Math.min(next, sample.endMs + HOUR_MS)), day.endMs);
    const last = spans.at(-1);
    if (last && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else if (endMs > startMs) spans.push({ startMs, endMs });
  }
  return Math.round(lengthOf(spans) / 60_000);
}
