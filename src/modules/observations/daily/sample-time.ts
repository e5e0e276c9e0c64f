import type { DayObservation } from '../observations.repository.js';
import type { Span } from './merge-intervals.js';

const MINUTE_MS = 60_000;
/** A sensor that skips so little is still at it; a longer gap, up to an hour, when it is three times the usual distance. */
const LEAST_BRIDGE_MS = 15 * MINUTE_MS;
const LONGEST_BRIDGE_MS = 60 * MINUTE_MS;

/**
 * For which time does each sample of one sensor speak? For its period, and until the next sample when that comes soon;
 * else for as long as this sensor's samples usually lie apart (median), a minute when there is only one.
 *
 * @param samples - of one source, in order of time
 */
export function spansOfSamples(samples: readonly DayObservation[]): Span[] {
  const usualMs = usualDistance(samples);
  const bridgeMs = Math.min(LONGEST_BRIDGE_MS, Math.max(LEAST_BRIDGE_MS, 3 * usualMs));
  let [nextMs, laterMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  return samples
    .toReversed()
    .map(({ startMs, endMs }) => {
      // What begins at the same moment tells the same time once more: neither ends the other.
      if (startMs < laterMs) [nextMs, laterMs] = [laterMs, startMs];
      const untilMs = nextMs - endMs <= bridgeMs ? nextMs : endMs > startMs ? endMs : startMs + usualMs;
      return { startMs, endMs: Math.max(endMs, untilMs) };
    })
    .reverse();
}

/**
 * Does this sensor measure all the while it is worn: at least so many samples, most of them an hour apart or less, or any
 * mean over a time? One that is asked now and then says nothing of the time between.
 */
export const isContinuous = (samples: readonly DayObservation[], least: number): boolean =>
  samples.some((s) => s.endMs - s.startMs >= MINUTE_MS) ||
  (samples.length >= least && findMedianDistance(samples) <= LONGEST_BRIDGE_MS);

const usualDistance = (samples: readonly DayObservation[]) => Math.min(findMedianDistance(samples), LONGEST_BRIDGE_MS);

function findMedianDistance(samples: readonly DayObservation[]): number {
  const distances = samples
    .slice(1)
    .map((s, i) => s.startMs - samples[i]!.startMs)
    .filter((ms) => ms > 0)
    .sort((a, b) => a - b);
  return distances[(distances.length - 1) >> 1] ?? MINUTE_MS;
}
