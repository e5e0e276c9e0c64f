import type { DayObservation } from '../observations.repository.js';

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** A stretch of time and the one observation that speaks for it. */
export interface Segment extends Span {
  readonly observation: DayObservation;
  /** What the observation has to say of `overMs` milliseconds, spread evenly over them. */
  readonly amount: number;
  readonly overMs: number;
}

/** The claim of an interval to its own time. */
export const claimOf = (observation: DayObservation): Segment => ({
  observation,
  startMs: observation.startMs,
  endMs: observation.endMs,
  amount: observation.value,
  overMs: observation.endMs - observation.startMs,
});

/**
 * Gives every moment to the first claim that covers it, so that no minute is counted twice and none is dropped while
 * anybody speaks for it. Costs n log n, whatever a device sends: each piece of time is claimed once and then skipped.
 *
 * @param claims - in order of priority
 * @param bounds - only the part inside counts
 * @returns disjoint segments in order of time
 */
export function claimTime(claims: readonly Segment[], bounds: Span): Segment[] {
  const inside: Segment[] = [];
  for (const claim of claims) {
    const { startMs, endMs } = clip(claim, bounds);
    if (endMs > startMs) inside.push({ ...claim, startMs, endMs });
  }
  // Mostly nobody disputes anything.
  const inOrder = inside.toSorted((a, b) => a.startMs - b.startMs);
  return inOrder.every((s, i) => i === 0 || s.startMs >= inOrder[i - 1]!.endMs) ? inOrder : settleClaims(inside);
}

function settleClaims(claims: readonly Segment[]): Segment[] {
  const cuts = [...new Set(claims.flatMap((s) => [s.startMs, s.endMs]))].sort((a, b) => a - b);
  const positions = new Map(cuts.map((ms, i) => [ms, i]));
  const owners = new Array<Segment | undefined>(cuts.length);
  const nextFree = Int32Array.from(cuts, (_, i) => i);
  for (const claim of claims) {
    const end = positions.get(claim.endMs)!;
    for (let at = findFree(nextFree, positions.get(claim.startMs)!); at < end; at = findFree(nextFree, at)) {
      owners[at] = claim;
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

function join(cuts: readonly number[], owners: readonly (Segment | undefined)[]): Segment[] {
  const segments: (Segment & { endMs: number })[] = [];
  let before: Segment | undefined;
  for (const [i, owner] of owners.entries()) {
    const [startMs, endMs] = [cuts[i]!, cuts[i + 1]!];
    const last = segments.at(-1);
    if (owner && owner === before) last!.endMs = endMs;
    else if (owner) segments.push({ ...owner, startMs, endMs });
    before = owner;
  }
  return segments;
}

/** What an interval's value comes to in a part of its time: it is spread evenly. */
export const valueIn = ({ amount, overMs, startMs, endMs }: Segment): number => (amount * (endMs - startMs)) / overMs;

/** The part of a span inside another; ends before it starts where there is none. */
export const clip = (span: Span, by: Span): Span => ({
  startMs: Math.max(span.startMs, by.startMs),
  endMs: Math.min(span.endMs, by.endMs),
});

/** The parts of segments that lie in these (disjoint) spans, by time. */
export function cut(segments: readonly Segment[], spans: readonly Span[]): Segment[] {
  const parts: Segment[] = [];
  for (const segment of segments)
    for (const span of spans) {
      const { startMs, endMs } = clip(segment, span);
      if (endMs > startMs) parts.push({ ...segment, startMs, endMs });
    }
  return parts;
}

/** What of these spans lies inside another, and what outside. */
export function split(spans: readonly Span[], by: Span): { inside: Span[]; outside: Span[] } {
  const part = (span: Span, startMs: number, endMs: number): Span[] => {
    const found = clip(span, { startMs, endMs });
    return found.endMs > found.startMs ? [found] : [];
  };
  return {
    inside: spans.flatMap((span) => part(span, by.startMs, by.endMs)),
    outside: spans.flatMap((span) => [
      ...part(span, Number.NEGATIVE_INFINITY, by.startMs),
      ...part(span, by.endMs, Number.POSITIVE_INFINITY),
    ]),
  };
}

/** These spans as disjoint ones in order of time, the parts inside `bounds`. */
export function unite(spans: readonly Span[], bounds: Span): Span[] {
  const united: { startMs: number; endMs: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const { startMs, endMs } = clip(span, bounds);
    const last = united.at(-1);
    if (endMs <= startMs) continue;
    if (last && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else united.push({ startMs, endMs });
  }
  return united;
}

export const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
