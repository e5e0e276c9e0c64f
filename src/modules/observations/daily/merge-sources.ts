import { clip, lengthOf, type Segment, type Span, valueIn } from './merge-intervals.js';

/** An interval so many times as long as another is to it as an hour is to its quarters. */
const COARSER = 4;

/**
 * Who speaks for which time when several sources do: each moment counts for the first of them that says anything of it.
 *
 * Of an interval in part of whose time better sources speak, an even share is left; and where they tell theirs in much finer
 * intervals, no more than it says beyond them. Many devices tell only the minutes in which somebody walked: the hour of
 * another one is not spread over the minutes between, as if it had seen other steps.
 *
 * @param sources - of each the disjoint segments in order of time; the best source first
 * @returns disjoint segments in order of time
 */
export function mergeSources(sources: readonly (readonly Segment[])[]): readonly Segment[] {
  const told = sources.filter((own) => own.length > 0);
  return told.slice(1).reduce<readonly Segment[]>((better, own) => {
    const added = [...Map.groupBy(meet(better, own), ({ mine }) => mine.observation).values()].flatMap(leftOf);
    return [...better, ...added].sort((a, b) => a.startMs - b.startMs);
  }, told[0] ?? []);
}

/** A segment beside those of better sources: where it is alone, and what much finer ones say in its time. */
interface Meeting {
  readonly mine: Segment;
  readonly free: Span[];
  readonly finer: Segment[];
}

/** Walks along both, which costs no more than they have segments. */
function meet(better: readonly Segment[], own: readonly Segment[]): Meeting[] {
  let first = 0;
  return own.map((mine) => {
    const met: Meeting = { mine, free: [], finer: [] };
    while (first < better.length && better[first]!.endMs <= mine.startMs) first++;
    let fromMs = mine.startMs;
    for (let i = first; i < better.length && better[i]!.startMs < mine.endMs; i++) {
      const theirs = { ...better[i]!, ...clip(better[i]!, mine) };
      if (theirs.startMs > fromMs) met.free.push({ startMs: fromMs, endMs: theirs.startMs });
      if (grainOf(mine) >= COARSER * grainOf(theirs)) met.finer.push(theirs);
      fromMs = theirs.endMs;
    }
    if (fromMs < mine.endMs) met.free.push({ startMs: fromMs, endMs: mine.endMs });
    return met;
  });
}

/** What is left of one interval, of which these are the segments. */
function leftOf(met: readonly Meeting[]): Segment[] {
  const free = met.flatMap(({ mine, free }) => free.map((span) => ({ ...mine, ...span })));
  const finer = met.flatMap((m) => m.finer);
  const { amount, overMs } = met[0]!.mine;
  const freeMs = lengthOf(free);
  const said = (amount * (freeMs + lengthOf(finer))) / overMs;
  const beyond = said - finer.reduce((sum, s) => sum + valueIn(s), 0);
  const isEvenShareLess = finer.length === 0 || beyond >= (amount * freeMs) / overMs;
  return isEvenShareLess ? free : free.map((s) => ({ ...s, amount: Math.max(0, beyond), overMs: freeMs }));
}

const grainOf = ({ observation }: Segment) => observation.endMs - observation.startMs;
