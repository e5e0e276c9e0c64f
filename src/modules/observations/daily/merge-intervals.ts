import type { DayObservation } from '../observations.repository.js';

export interface CountedPart {
  readonly observation: DayObservation;
  /** What of the value counts in this day, once overlap with better sources is taken away. */
  readonly counted: number;
  /** What the whole value would have been, had nothing overlapped. */
  readonly within: number;
}

type Span = readonly [from: number, to: number];

/**
 * Adds up intervals of several devices without counting any minute twice. Sources come by priority, and within a
 * source the finer interval first; each then counts for the part that nothing before it has covered.
 *
 * @param intervals - in order of priority
 * @param bounds - only the part inside the day counts; a value is spread evenly over its period
 */
export function mergeIntervals(
  intervals: readonly DayObservation[],
  bounds: { startMs: number; endMs: number },
): CountedPart[] {
  let covered: Span[] = [];
  return intervals.map((observation) => {
    const length = observation.endMs - observation.startMs;
    const from = Math.max(observation.startMs, bounds.startMs);
    const to = Math.min(observation.endMs, bounds.endMs);
    if (length <= 0 || to <= from) return { observation, counted: 0, within: 0 };
    const free = to - from - overlap(covered, from, to);
    covered = addSpan(covered, [from, to]);
    return {
      observation,
      counted: (observation.value * free) / length,
      within: (observation.value * (to - from)) / length,
    };
  });
}

/** How many milliseconds of [from, to) do these (sorted, disjoint) spans cover? */
export function overlap(spans: readonly Span[], from: number, to: number): number {
  let total = 0;
  for (const [a, b] of spans) {
    if (a >= to) break;
    if (b > from) total += Math.min(b, to) - Math.max(a, from);
  }
  return total;
}

/** The spans with one more, still sorted and disjoint. */
export function addSpan(spans: readonly Span[], added: Span): Span[] {
  const before = spans.filter(([, to]) => to < added[0]);
  const after = spans.filter(([from]) => from > added[1]);
  const touching = spans.filter(([from, to]) => to >= added[0] && from <= added[1]);
  const from = Math.min(added[0], touching[0]?.[0] ?? added[0]);
  const to = Math.max(added[1], touching.at(-1)?.[1] ?? added[1]);
  return [...before, [from, to], ...after];
}

export const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, [from, to]) => sum + to - from, 0);
