import type { DayObservation } from '../observations.repository.js';
import { claimOf, claimTime, clip, lengthOf, type Segment, type Span, valueIn } from './merge-intervals.js';

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
  const said = new RangeSum(segments.length);
  for (const o of intervals) {
    const own = places.get(o) ?? [];
    const claim = claimOf(o);
    const overMs = own.reduce((sum, i) => sum + segments[i]!.endMs - segments[i]!.startMs, 0);
    const inside = clip(claim, bounds);
    const isAlone = overMs === inside.endMs - inside.startMs;
    const beyond = isAlone
      ? claim
      : { amount: Math.max(0, valueIn({ ...claim, ...inside }) - finerIn(inside)), overMs };
    for (const i of own) {
      segments[i] = { ...segments[i]!, amount: beyond.amount, overMs: beyond.overMs };
      said.add(i, valueIn(segments[i]));
    }
  }
  return segments;

  /** What the finer intervals say inside a span: all that was added up so far, the ends cut where it ends. */
  function finerIn(span: Span): number {
    const from = findFirst(segments, (s) => s.endMs > span.startMs);
    const to = findFirst(segments, (s) => s.startMs >= span.endMs);
    const outside = (i: number): number => {
      const { startMs, endMs } = segments[i]!;
      const beyondMs = Math.max(0, span.startMs - startMs) + Math.max(0, endMs - span.endMs);
      return beyondMs === 0 ? 0 : (said.at(i) * beyondMs) / (endMs - startMs);
    };
    if (from >= to) return 0;
    return said.upTo(to) - said.upTo(from) - outside(from) - (to - 1 > from ? outside(to - 1) : 0);
  }
}

/** The first place from which on `is` holds; it holds for all after the first. */
function findFirst(segments: readonly Segment[], is: (segment: Segment) => boolean): number {
  let [from, to] = [0, segments.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (is(segments[middle]!)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Sums of ranges of numbers that come one by one (a Fenwick tree). */
class RangeSum {
  private readonly tree: Float64Array;
  private readonly values: Float64Array;

  constructor(length: number) {
    this.tree = new Float64Array(length + 1);
    this.values = new Float64Array(length);
  }

  add(place: number, value: number): void {
    this.values[place]! += value;
    for (let i = place + 1; i < this.tree.length; i += i & -i) this.tree[i]! += value;
  }

  at(place: number): number {
    return this.values[place]!;
  }

  /** Of the places before this one. */
  upTo(place: number): number {
    let sum = 0;
    for (let i = place; i > 0; i -= i & -i) sum += this.tree[i]!;
    return sum;
  }
}
