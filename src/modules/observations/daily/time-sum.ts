import type { Span } from './merge-intervals.js';

/**
 * What is said in any stretch of time, of amounts that become known one by one (a Fenwick tree): adding one, and asking,
 * cost log n.
 */
export class TimeSum {
  private readonly tree: Float64Array;
  private readonly values: Float64Array;

  /** @param spans - disjoint, in order of time */
  constructor(private readonly spans: readonly Span[]) {
    this.tree = new Float64Array(spans.length + 1);
    this.values = new Float64Array(spans.length);
  }

  /** To the span at this place. */
  add(place: number, amount: number): void {
    this.values[place]! += amount;
    for (let i = place + 1; i < this.tree.length; i += i & -i) this.tree[i]! += amount;
  }

  /** The sum inside; of a span that is only partly there an even share. */
  within(bounds: Span): number {
    const from = findFirst(this.spans, (s) => s.endMs > bounds.startMs);
    const to = findFirst(this.spans, (s) => s.startMs >= bounds.endMs);
    if (from >= to) return 0;
    const ends = from === to - 1 ? [from] : [from, to - 1];
    return ends.reduce((sum, i) => sum - this.outside(i, bounds), this.upTo(to) - this.upTo(from));
  }

  private outside(place: number, bounds: Span): number {
    const { startMs, endMs } = this.spans[place]!;
    const outsideMs = Math.max(0, bounds.startMs - startMs) + Math.max(0, endMs - bounds.endMs);
    return outsideMs === 0 ? 0 : (this.values[place]! * outsideMs) / (endMs - startMs);
  }

  private upTo(place: number): number {
    let sum = 0;
    for (let i = place; i > 0; i -= i & -i) sum += this.tree[i]!;
    return sum;
  }
}

/** The first place from which on `is` holds; it holds for all after the first. */
export function findFirst<T>(all: readonly T[], is: (one: T) => boolean): number {
  let [from, to] = [0, all.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (is(all[middle]!)) to = middle;
    else from = middle + 1;
  }
  return from;
}
