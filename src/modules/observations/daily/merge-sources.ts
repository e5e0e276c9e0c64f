import { clip, lengthOf, type Segment, valueIn } from './merge-intervals.js';
import { findFirst, TimeSum } from './time-sum.js';

/** From so many times its length on an interval is coarse beside another: an hour beside quarters. */
const COARSE = 4;
/** Less than any device tells is what adding up leaves behind. */
const NOISE = 1e-9;

/**
 * Who speaks for which time when several sources do: each moment counts for the first of them that says anything of it.
 *
 * Where better sources speak for a part of an interval, its even share of the rest is left. Many devices tell only the minutes
 * in which somebody walked, though: what they say there beyond the share of a coarse interval, it has put between them, so
 * that much less of it is left. Together they come to no more than either saw where they saw the same.
 *
 * Costs n log n for each source.
 *
 * @param sources - of each the disjoint segments in order of time, as it tells them alone; the best source first
 * @returns disjoint segments in order of time
 */
export const mergeSources = (sources: readonly (readonly Segment[])[]): readonly Segment[] =>
  sources.reduce((better, own) => {
    const added = better.length === 0 ? own : addedBy(own, better);
    return added.length === 0 ? better : [...better, ...added].sort((a, b) => a.startMs - b.startMs);
  }, []);

/** A stretch of time for which this source says something, and a better one does, or none. */
interface Piece {
  readonly mine: Segment;
  /** In the same time. */
  readonly better: Segment | null;
}

/** What of a source's segments counts beside those of better ones. */
function addedBy(own: readonly Segment[], better: readonly Segment[]): Segment[] {
  const pieces = own.flatMap((segment) => piecesOf(segment, better));
  // What counts beyond what this source says alone, as far as it is told finely enough for the interval in hand.
  const surplus = new TimeSum(pieces.map(({ mine }) => mine));
  const met = [...pieces.entries()].flatMap(([at, piece]) =>
    piece.better ? [meetingOf(at, piece.mine, piece.better)] : [],
  );
  met.sort((a, b) => b.grainMs - a.grainMs);
  const free = [...pieces.keys()].filter((at) => pieces[at]!.better === null);
  const intervals = [...Map.groupBy(free, (at) => pieces[at]!.mine.observation)];
  return intervals
    .sort(([a], [b]) => lengthOf([a]) - lengthOf([b]))
    .flatMap(([o, places]) => {
      while (met.length > 0 && COARSE * met.at(-1)!.grainMs <= lengthOf([o])) {
        const { at, more } = met.pop()!;
        surplus.add(at, more);
      }
      const before = places.map((at) => pieces[at]!.mine);
      const after = lessen(before, surplus.within(o));
      for (const [i, at] of places.entries()) surplus.add(at, valueIn(after[i]!) - valueIn(before[i]!));
      return after;
    });
}

/** Cuts a segment where better sources begin and end. */
function piecesOf(segment: Segment, better: readonly Segment[]): Piece[] {
  const pieces: Piece[] = [];
  const free = (startMs: number, endMs: number) => {
    if (endMs > startMs) pieces.push({ mine: { ...segment, startMs, endMs }, better: null });
  };
  let fromMs = segment.startMs;
  for (let i = findFirst(better, (s) => s.endMs > fromMs); i < better.length; i++) {
    const span = clip(better[i]!, segment);
    if (span.endMs <= span.startMs) break;
    free(fromMs, span.startMs);
    pieces.push({ mine: { ...segment, ...span }, better: { ...better[i]!, ...span } });
    fromMs = span.endMs;
  }
  free(fromMs, segment.endMs);
  return pieces;
}

/** How finely the better source tells this time, and how much more it says. What lies between finer intervals is told as finely. */
function meetingOf(at: number, mine: Segment, better: Segment) {
  const isWhole = better.overMs === lengthOf([better.observation]);
  return { at, grainMs: isWhole ? better.overMs : 0, more: valueIn(better) - valueIn(mine) };
}

/** These segments of one interval with so much less in all. */
function lessen(segments: readonly Segment[], by: number): readonly Segment[] {
  if (by <= NOISE) return segments;
  const overMs = lengthOf(segments);
  const amount = Math.max(0, segments.reduce((sum, s) => sum + valueIn(s), 0) - by);
  return segments.map((s) => ({ ...s, amount, overMs }));
}
