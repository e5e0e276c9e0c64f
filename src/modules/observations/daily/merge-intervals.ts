import type { DayObservation } from '../observations.repository.js';

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** A stretch of time and the one observation that speaks for it. */
export interface Segment extends Span {
  readonly observation: DayObservation;
}

/**
 * Gives every moment to the first interval that covers it, so that no minute is counted twice and none is dropped while
 * anybody speaks for it. Costs n log n, whatever a device sends: each piece of time is claimed once and then skipped.
 *
 * @param intervals - in order of priority
 * @param bounds - only the part inside counts
 * @returns disjoint segments in order of time
 */
export function claimTime(intervals: readonly DayObservation[], bounds: Span): Segment[] {
  const spans = intervals.map((o) => ({
    startMs: Math.max(o.startMs, bounds.startMs),
    endMs: Math.min(o.endMs, bounds.endMs),
  }));
  const cuts = [...new Set(spans.flatMap((s) => (s.endMs > s.startMs ? [s.startMs, s.endMs] : [])))].sort(
    (a, b) => a - b,
  );
  const positions = new Map(cuts.map((ms, i) => [ms, i]));
  const owners = new Array<DayObservation | undefined>(cuts.length);
  const nextFree = Int32Array.from(cuts, (_, i) => i);
  for (const [i, { startMs, endMs }] of spans.entries()) {
    if (endMs <= startMs) continue;
    const end = positions.get(endMs)!;
    for (let at = findFree(nextFree, positions.get(startMs)!); at < end; at = findFree(nextFree, at)) {
      owners[at] = intervals[i];
      nextFree[at] = at + 1;
    }
  }
  return join(cuts, owners);
}

/** Skips what is claimed, and shortens the way for the next that comes along here. */
function findFree(nextFree: Int32Array, from: number): number {
  let at = from;
  while (nextFree[at] !== at) at = nextFree[at]!;
  for (let i = from; i !== at;) {
    const next = nextFree[i]!;
    nextFree[i] = at;
    i = next;
  }
  return at;
}

function join(cuts: readonly number[], owners: readonly (DayObservation | undefined)[]): Segment[] {
  const segments: { startMs: number; endMs: number; observation: DayObservation }[] = [];
  for (const [i, observation] of owners.entries()) {
    const [startMs, endMs] = [cuts[i]!, cuts[i + 1]!];
    const last = segments.at(-1);
    if (!observation) continue;
    if (last?.observation === observation && last.endMs === startMs) last.endMs = endMs;
    else segments.push({ startMs, endMs, observation });
  }
  return segments;
}

/** What an interval's value comes to in a part of its time: it is spread evenly. */
export const valueIn = ({ observation, startMs, endMs }: Segment): number =>
  (observation.value * (endMs - startMs)) / (observation.endMs - observation.startMs);

/** The parts of segments that lie in these (disjoint) spans, by time. */
export function cut(segments: readonly Segment[], spans: readonly Span[]): Segment[] {
  return segments.flatMap((segment) =>
    spans.flatMap((span) => {
      const startMs = Math.max(segment.startMs, span.startMs);
      const endMs = Math.min(segment.endMs, span.endMs);
      return endMs > startMs ? [{ ...segment, startMs, endMs }] : [];
    }),
  );
}

/** What of these spans lies inside another, and what outside. */
export function split(spans: readonly Span[], by: Span): { inside: Span[]; outside: Span[] } {
  const part = (span: Span, startMs: number, endMs: number): Span[] => {
    const [from, to] = [Math.max(span.startMs, startMs), Math.min(span.endMs, endMs)];
    return to > from ? [{ startMs: from, endMs: to }] : [];
  };
  return {
    inside: spans.flatMap((span) => part(span, by.startMs, by.endMs)),
    outside: spans.flatMap((span) => [
      ...part(span, Number.NEGATIVE_INFINITY, by.startMs),
      ...part(span, by.endMs, Number.POSITIVE_INFINITY),
    ]),
  };
}

export const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
