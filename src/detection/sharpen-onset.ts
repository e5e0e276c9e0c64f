import { findWindows, isRare } from './cadence.js';
import { type Direction, findInterval } from './candidates.js';
import { countValid, findOrientation, type MetricSeries } from './metric-series.js';
import { findMedian } from './robust.js';

/** First days that are considered, and the days before them that say how it was. */
const CANDIDATE_DAYS = 21;
const BEFORE_DAYS = 28;
/** Neighbouring days tell the same story: so many of them are worth one. */
const ALIKE_DAYS = 1.5;
/** An interval of more days than that says no more than the score knows. */
const CLEAR_DAYS = 5;

/** A change that the score has noticed. Days are indexes. */
export interface NoticedChange {
  readonly direction: Direction;
  readonly onset: number;
  readonly interval: readonly [number, number];
  readonly day: number;
}
interface Known {
  readonly t: number;
  readonly value: number;
}

/**
 * From which day on do the values lie elsewhere, when that is plain? The score that notices a change weighs the mean since a
 * day, without asking whether the days in between fit, and so draws the first day of a large fall back by a week. Here each
 * of the last three weeks' days is tried as the first of a step by least absolute deviations, which single odd days do not
 * move (Bai 1995, Econometric Theory 11:403). A change that creeps in, as improvements do, has no such day: its onset stays as
 * it was noticed.
 *
 * @param notBefore - first day of the present device
 */
export function sharpenOnset(
  series: MetricSeries,
  noticed: NoticedChange,
  notBefore: number,
): Pick<NoticedChange, 'onset' | 'interval'> {
  const { day, direction } = noticed;
  if (direction === 'better' || isRare(series.cadenceDays[day]!)) return noticed;
  const first = day - CANDIDATE_DAYS;
  const known = listKnown(series, Math.max(first - BEFORE_DAYS, notBefore, 0), day);
  const sign = -findOrientation(series.metric);
  const { least } = findWindows(series.cadenceDays[day]!).recent;
  const costs = new Map<number, number>();
  for (const { t } of known) {
    // What began later has too few days to tell its level by.
    if (t < first || countValid(series, t, day) < least) continue;
    const cost = fitStep(known, t, sign);
    if (cost !== null) costs.set(t, cost);
  }
  const found = weighCosts(costs, known.length);
  return found && found.interval[1] - found.interval[0] < CLEAR_DAYS ? found : noticed;
}

function listKnown({ values }: MetricSeries, from: number, to: number): Known[] {
  const known: Known[] = [];
  for (let t = from; t <= to; t++) if (values[t] != null) known.push({ t, value: values[t]! });
  return known;
}

/** Absolute deviations from two levels that change on day `onset`; null: nothing before it, or it moves the other way. */
function fitStep(known: readonly Known[], onset: number, sign: number): number | null {
  const before = known.filter(({ t }) => t < onset).map(({ value }) => value);
  const after = known.filter(({ t }) => t >= onset).map(({ value }) => value);
  const [was, is] = [findMedian(before), findMedian(after)];
  if (was === null || is === null || sign * (is - was) <= 0) return null;
  const off = (values: readonly number[], level: number) => values.reduce((sum, v) => sum + Math.abs(v - level), 0);
  return off(before, was) + off(after, is);
}

/** Laplace noise of unknown size: a fit is as likely as its deviations, to the power of minus the number of days. */
function weighCosts(
  costs: ReadonlyMap<number, number>,
  days: number,
): Pick<NoticedChange, 'onset' | 'interval'> | null {
  if (costs.size === 0) return null;
  const atLeast = (cost: number) => Math.max(cost, Number.MIN_VALUE);
  const smallest = atLeast(Math.min(...costs.values()));
  const weights = [...costs].map(([t, cost]) => [t, (atLeast(cost) / smallest) ** (-days / ALIKE_DAYS)] as const);
  const all = weights.reduce((sum, [, weight]) => sum + weight, 0);
  let below = 0;
  const [onset] = weights.find(([, weight]) => (below += weight) >= all / 2)!;
  return { onset, interval: findInterval(new Map(weights), onset) };
}
