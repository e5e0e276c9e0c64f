import type { MetricId } from '../../../metrics/index.js';
import type { DayObservation } from '../observations.repository.js';
import { coverOf, isTotal, spanOf } from './day-parts.js';
import { claimTime, cut, lengthOf, type Segment, type Span, split, valueIn } from './merge-intervals.js';
import type { Ranking } from './source-order.js';

/** How much of each observation went into the day's value. */
export type Ledger = Map<DayObservation, number>;

export interface DaySum {
  readonly value: number;
  /** The day, or for a night the time it reaches. */
  readonly span: Span;
  readonly ledger: Ledger;
  readonly totals: readonly DayObservation[];
  readonly intervals: readonly DayObservation[];
  /** Who speaks for which time, as far as intervals do. */
  readonly segments: readonly Segment[];
}

/**
 * The sum of a day from totals and intervals of several sources, never one added to the other:
 *
 * - intervals: each moment counts for the best source that speaks for it;
 * - a total of a source that leads is the truth for the time it covers. What other sources saw in minutes of which the
 *   leader has none is added as far as it exceeds what the leader's total has and its minutes have not: that part of
 *   the total may be the same steps;
 * - a total of a lesser source counts where it holds more than everybody's intervals;
 * - time that no total covers is summed by intervals.
 */
export function sumDay(metric: MetricId, own: readonly DayObservation[], day: Span, ranking: Ranking): DaySum {
  const span = spanOf(metric, own, day);
  const intervals = own.filter((o) => !isTotal(metric, o, day)).sort(ranking.byPriority);
  const segments = claimTime(intervals, span);
  const totals = own.filter((o) => isTotal(metric, o, day)).sort(ranking.byFinality);
  const ledger: Ledger = new Map(own.map((o) => [o, 0]));
  let left: Span[] = [span];
  for (const total of finalTotals(totals)) {
    const cover = coverOf(total, span);
    const { inside, outside } = split(left, cover);
    if (inside.length === 0) continue;
    const said = (total.value * lengthOf(inside)) / lengthOf([cover]);
    const seen = cut(segments, inside);
    if (isOvertaken(total, seen)) continue;
    settle({ total, said, seen, ranking, ledger });
    left = outside;
  }
  for (const segment of cut(segments, left)) add(ledger, segment.observation, valueIn(segment));
  return { value: sum([...ledger.values()]), span, ledger, totals, intervals, segments };
}

/** One a source and time: a running count gives way to its last state, and to the whole day's total. */
function finalTotals(totals: readonly DayObservation[]): DayObservation[] {
  return totals.filter(
    (total, i) => total.endMs > total.startMs || !totals.slice(0, i).some((t) => t.sourceId === total.sourceId),
  );
}

/** A running count that its own device's minutes have left behind is a count of the morning, not of the day. */
const isOvertaken = (total: DayObservation, seen: readonly Segment[]) =>
  total.endMs === total.startMs && sumOf(seen.filter((s) => isOf(total, s))) > total.value;

function settle(at: {
  total: DayObservation;
  said: number;
  seen: readonly Segment[];
  ranking: Ranking;
  ledger: Ledger;
}): void {
  const { total, said, seen, ranking, ledger } = at;
  const mine = seen.filter((s) => isOf(total, s));
  const others = seen.filter((s) => !isOf(total, s));
  const leads = others.every((s) => ranking.rank(total) <= ranking.rank(s.observation));
  if (leads) {
    add(ledger, total, said);
    const seenByOthers = sumOf(others);
    // Without intervals of the leading source nobody knows which minutes its total already holds.
    if (mine.length === 0 || seenByOthers === 0) return;
    const unplaced = Math.max(0, said - sumOf(mine));
    const share = Math.max(0, seenByOthers - unplaced) / seenByOthers;
    for (const s of others) add(ledger, s.observation, share * valueIn(s));
  } else if (said > sumOf(seen)) add(ledger, total, said);
  else for (const s of seen) add(ledger, s.observation, valueIn(s));
}

const isOf = (total: DayObservation, segment: Segment) => segment.observation.sourceId === total.sourceId;
const add = (ledger: Ledger, o: DayObservation, value: number) => void ledger.set(o, (ledger.get(o) ?? 0) + value);
const sumOf = (segments: readonly Segment[]) => sum(segments.map(valueIn));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
