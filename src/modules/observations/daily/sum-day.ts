import type { MetricId } from '../../../metrics/index.js';
import type { DayObservation } from '../observations.repository.js';
import { coverOf, isTotal, spanOf } from './day-parts.js';
import { cut, lengthOf, type Segment, type Span, split, valueIn } from './merge-intervals.js';
import { mergeSources } from './merge-sources.js';
import { segmentsOf } from './own-segments.js';
import type { Ranking } from './source-order.js';
import { type Wear, wornDuring } from './wear.js';

/** How much of each observation went into the day's value. */
export type Ledger = Map<DayObservation, number>;

export interface DaySum {
  readonly value: number;
  /** The day, or for a night the time it reaches. */
  readonly span: Span;
  readonly ledger: Ledger;
  readonly totals: readonly DayObservation[];
  /** What the intervals of each source say, by its id, whoever else speaks. */
  readonly alone: ReadonlyMap<number, readonly Segment[]>;
  /** Who speaks for which time, as far as intervals do. */
  readonly segments: readonly Segment[];
}

/**
 * The sum of a day from totals and intervals of several sources, never one added to the other:
 *
 * - intervals: each moment counts for the best source that speaks for it, and an hour brings no more than it says beyond
 *   the minutes of better ones (`mergeSources`); noughts of a device that was off speak last;
 * - a total of a source that leads, with no equal, is the truth for the time it covers. What other sources saw in minutes
 *   of which the leader has none is added as far as it exceeds what the leader's total has and its minutes have not: that
 *   part of the total may be the same steps;
 * - another total counts where it holds more than everybody's intervals;
 * - time that no total covers is summed by intervals.
 */
export function sumDay(at: {
  readonly metric: MetricId;
  readonly own: readonly DayObservation[];
  readonly day: Span;
  readonly ranking: Ranking;
  readonly wear: Wear;
}): DaySum {
  const { metric, own, day, ranking, wear } = at;
  const span = spanOf(metric, own, day);
  // A day's total of nought from a device that was off for some of it says nothing of that time.
  const isPart = (o: DayObservation) => !isTotal(o, day) || wornDuring(wear, o) !== null;
  const intervals = own.filter(isPart).sort(ranking.byPriority);
  const totals = own.filter((o) => !isPart(o)).sort(ranking.byFinality);
  const bySource = Map.groupBy(intervals, (o) => o.sourceId);
  const alone = new Map([...bySource].map(([sourceId, one]) => [sourceId, segmentsOf(one, span)]));
  const segments = mergeSources(offLast([...alone.values()], wear));
  const ledger: Ledger = new Map(own.map((o) => [o, 0]));
  let left: Span[] = [span];
  for (const total of finalTotals(totals)) {
    const cover = coverOf(metric, total, span);
    const { inside, outside } = split(left, cover);
    if (inside.length === 0) continue;
    const said = (total.value * lengthOf(inside)) / lengthOf([cover]);
    const seen = cut(segments, inside);
    const leads = seen.every((s) => isOf(total, s) || ranking.rank(total) < ranking.rank(s.observation));
    if (isOvertaken(total, cut(alone.get(total.sourceId) ?? [], inside)) || (!leads && said <= sumOf(seen))) continue;
    if (leads) settle({ total, said, seen, ledger });
    else add(ledger, total, said);
    left = outside;
  }
  for (const segment of cut(segments, left)) add(ledger, segment.observation, valueIn(segment));
  return { value: sum([...ledger.values()]), span, ledger, totals, alone, segments };
}

/** Noughts hold where their device was worn; where it was off, everybody else's word goes before them. */
function offLast(sources: readonly Segment[][], wear: Wear): Segment[][] {
  const worn = (segment: Segment) => wornDuring(wear, segment.observation);
  const heard = (one: Segment[]) => one.flatMap((s) => (worn(s) === null ? [s] : cut([s], worn(s)!)));
  return [...sources.map(heard), ...sources.map((one) => one.filter((s) => worn(s) !== null))];
}

/** One a source and time: a running count gives way to its last state, and to the whole day's total. */
function finalTotals(totals: readonly DayObservation[]): DayObservation[] {
  return totals.filter(
    (total, i) => total.endMs > total.startMs || !totals.slice(0, i).some((t) => t.sourceId === total.sourceId),
  );
}

/** A running count that its own device's minutes have left behind is a count of the morning, not of the day. */
const isOvertaken = (total: DayObservation, own: readonly Segment[]) =>
  total.endMs === total.startMs && sumOf(own) > total.value;

/** A leading total, and what others add to it. */
function settle(at: { total: DayObservation; said: number; seen: readonly Segment[]; ledger: Ledger }): void {
  const { total, said, seen, ledger } = at;
  const mine = seen.filter((s) => isOf(total, s));
  const others = seen.filter((s) => !isOf(total, s));
  add(ledger, total, said);
  const seenByOthers = sumOf(others);
  // Without intervals of the leading source nobody knows which minutes its total already holds.
  if (mine.length === 0 || seenByOthers === 0) return;
  const unplaced = Math.max(0, said - sumOf(mine));
  const share = Math.max(0, seenByOthers - unplaced) / seenByOthers;
  for (const s of others) add(ledger, s.observation, share * valueIn(s));
}

const isOf = (total: DayObservation, segment: Segment) => segment.observation.sourceId === total.sourceId;
const add = (ledger: Ledger, o: DayObservation, value: number) => void ledger.set(o, (ledger.get(o) ?? 0) + value);
const sumOf = (segments: readonly Segment[]) => sum(segments.map(valueIn));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
