import type { DayObservation } from '../observations.repository.js';
import { claimOf, claimTime, clip, lengthOf, type Segment, type Span, valueIn } from './merge-intervals.js';
import { TimeSum } from './time-sum.js';

/**
 * What one source says of which time when its intervals are of different grain: the same watch tells its minutes by one road
 * and its hours by another. An interval is the total of the finer ones in its time; only what it has beyond them is new,
 * and lies where they say nothing. Where they say more, or leave no time, they stand.
 *
 * Costs n log n, however the intervals are nested.
 *
 * @param intervals - of one source, the finest first
 * @param bounds - only the part inside counts
 * @returns disjoint segments in order of time
 */
export function segmentsOf(intervals: readonly DayObservation[], bounds: Span): Segment[] {
  const segments = claimTime(intervals.map(claimOf), bounds);
  const toldMs = intervals.reduce((ms, o) => ms + Math.max(0, lengthOf([clip(o, bounds)])), 0);
  if (lengthOf(segments) === toldMs) return segments;
  const places = Map.groupBy(segments.keys(), (i) => segments[i]!.observation);
  const said = new TimeSum(segments);
  for (const o of intervals) {
    const own = places.get(o) ?? [];
    const claim = claimOf(o);
    const overMs = own.reduce((sum, i) => sum + segments[i]!.endMs - segments[i]!.startMs, 0);
    const inside = clip(claim, bounds);
    const isAlone = overMs === inside.endMs - inside.startMs;
    const beyond = isAlone
      ? claim
      : { amount: Math.max(0, valueIn({ ...claim, ...inside }) - said.within(inside)), overMs };
    for (const i of own) {
      segments[i] = { ...segments[i]!, amount: beyond.amount, overMs: beyond.overMs };
      said.add(i, valueIn(segments[i]));
    }
  }
  return segments;
}
