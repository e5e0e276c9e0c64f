import type { DayObservation } from '../observations.repository.js';
import { type DaySource, labelOf } from './day-sources.js';
import { claimOf, claimTime, lengthOf, type Segment, type Span } from './merge-intervals.js';
import { spansOfSamples } from './sample-time.js';
import type { Ranking } from './source-order.js';

export interface DayMean {
  readonly value: number;
  /** The best source first. */
  readonly sources: readonly DaySource[];
  /** Who speaks for which time. */
  readonly segments: readonly Segment[];
  /** Who speaks for most of the time. */
  readonly leading: number;
}

/**
 * What a sensor's samples come to over the time for which they speak: each moment counts once, for the best source that
 * speaks for it, and a sample counts by its time, so that a workout of every second does not outweigh the day.
 */
export function meanDay(own: readonly DayObservation[], day: Span, ranking: Ranking): DayMean {
  const claims = [...Map.groupBy(own, (o) => o.sourceId).values()].flatMap((samples) => {
    const spans = spansOfSamples(samples);
    return samples.map((o, i): Segment => ({ ...claimOf(o), ...spans[i]! }));
  });
  claims.sort((a, b) => ranking.byPriority(a.observation, b.observation));
  const bounds = { startMs: own.reduce((ms, o) => Math.min(ms, o.startMs), day.startMs), endMs: day.endMs };
  const segments = claimTime(claims, bounds);
  const heard = Map.groupBy(segments, (s) => s.observation.sourceId);
  const sources = [...Map.groupBy(claims, (c) => c.observation.sourceId)].map(([sourceId, alone]) => ({
    sourceId,
    label: labelOf(alone[0]!.observation),
    value: timeMean(alone.length === claims.length ? segments : claimTime(alone, bounds)),
    counted: timeMean(heard.get(sourceId) ?? []),
  }));
  const byTime = [...heard].map(([sourceId, all]) => ({ sourceId, ms: lengthOf(all) }));
  const leading = byTime.reduce((a, b) => (b.ms > a.ms ? b : a)).sourceId;
  return { value: timeMean(segments), sources, segments, leading };
}

/** The mean of what segments say, by their time; 0 of none. */
export function timeMean(segments: readonly Segment[]): number {
  if (segments.length === 0) return 0;
  const sum = segments.reduce((total, s) => total + s.observation.value * (s.endMs - s.startMs), 0);
  return sum / lengthOf(segments);
}
