import { compareText, METRICS, type MetricId, withoutNoise } from '../../../metrics/index.js';
import type { DayObservation } from '../observations.repository.js';
import { clockFaultOf } from './clock-check.js';
import { belongs, isSum } from './day-parts.js';
import { type DaySource, pickDay, sourcesOfSum } from './day-sources.js';
import { hoursOf } from './hours.js';
import { meanDay } from './mean-day.js';
import type { Span } from './merge-intervals.js';
import { isOrdered, type Ranking, rankSources, type SourceOrder } from './source-order.js';
import { type DaySum, sumDay } from './sum-day.js';
import { findWear, VALID_WEAR_MINUTES, type Wear, type WornFrom, wornMinutes } from './wear.js';

/** One value of one metric on one civil day, and where it came from. */
export interface DailyValue {
  readonly metric: MetricId;
  readonly value: number | null;
  /** Minutes in which the devices behind the number were worn; null when the leading one does not say. */
  readonly wearMinutes: number | null;
  readonly wornFrom: WornFrom | null;
  readonly coverage: number | null;
  /** Which device the number mostly is: a change is a level shift, not a change of the person. */
  readonly device: string | null;
  readonly state: 'ok' | 'notWorn';
  readonly late: boolean;
  readonly sources: readonly DaySource[];
  /** How much of each observation counts, by its id. */
  readonly counted: ReadonlyMap<string, number>;
  /** What the hours of the day hold, the first from its beginning; null for what has no hours. */
  readonly hours: readonly (number | null)[] | null;
}

const HOUR_MS = 3_600_000;

export interface DayFacts {
  /** What was said of the days before is history that somebody brought along, not a late answer. */
  readonly monitoredSinceMs?: number;
  readonly order?: SourceOrder;
}

/** All metrics of one day. `observations` may reach beyond the day; only what belongs to it counts. */
export function computeDay(observations: readonly DayObservation[], day: Span, facts: DayFacts = {}): DailyValue[] {
  const plausible = observations.filter((o) => clockFaultOf(o) === null).sort(inTime);
  const wear = findWear(plausible, day);
  const asked = { day, wear, order: facts.order };
  const byMetric = new Map(
    [...Map.groupBy(plausible, (o) => o.metric as MetricId)].flatMap(([metric, all]) => {
      const own = all.filter((o) => belongs(metric, o, day));
      return own.length === 0 ? [] : [[metric, { own, found: findValue(metric, own, asked) }] as const];
    }),
  );
  const told = new Map(byMetric.get('wornMinutes')?.found.sources.map((s) => [s.sourceId, s.value]));
  return [...byMetric].map(([metric, { own, found }]) => {
    const { leading, ...said } = found;
    const { selfReported } = METRICS[metric];
    const isActivity = isSum(metric) && metric !== 'sleepDuration';
    const sourceIds = new Set(own.map((o) => o.sourceId));
    const isOfPerson = selfReported || metric === 'sleepDuration';
    const worn = isOfPerson ? null : wornMinutes(wear, told, { sourceIds, leading, day });
    const minutes = worn?.minutes ?? null;
    const notWorn = isActivity && (minutes === null ? said.value === 0 : minutes < VALID_WEAR_MINUTES);
    return {
      metric,
      ...plain(said),
      wearMinutes: minutes,
      wornFrom: worn?.from ?? null,
      coverage: minutes === null ? null : Math.min(1, minutes / ((day.endMs - day.startMs) / 60_000)),
      device: said.sources.find((s) => s.sourceId === leading)?.label ?? null,
      state: notWorn ? ('notWorn' as const) : ('ok' as const),
      late: selfReported && isLate(own, day, facts.monitoredSinceMs ?? Number.NEGATIVE_INFINITY),
    };
  });
}

/** As it is kept and said: without what our own adding up leaves behind the last digit that means anything. */
function plain({ value, sources, counted, hours }: Omit<Found, 'leading'>): Omit<Found, 'leading'> {
  return {
    value: value === null ? null : withoutNoise(value),
    sources: sources.map(({ totalMinusIntervals: rest, ...source }) => ({
      ...source,
      value: withoutNoise(source.value),
      counted: withoutNoise(source.counted),
      ...(rest === undefined ? {} : { totalMinusIntervals: withoutNoise(rest) }),
    })),
    counted,
    hours: hours?.map((hour) => (hour === null ? null : withoutNoise(hour))) ?? null,
  };
}

/** The same readings in another order make the same number, to its last digit. */
const inTime = (a: DayObservation, b: DayObservation) =>
  a.startMs - b.startMs ||
  a.endMs - b.endMs ||
  compareText(a.system, b.system) ||
  compareText(a.device, b.device) ||
  a.value - b.value;

type Found = Pick<DailyValue, 'value' | 'sources' | 'counted' | 'hours'> & {
  /** Whose the number mostly is; null when it is nobody's. */
  readonly leading: number | null;
};
interface Asked {
  readonly day: Span;
  readonly wear: Wear;
  readonly order: SourceOrder | undefined;
}

function findValue(metric: MetricId, own: readonly DayObservation[], { day, wear, order }: Asked): Found {
  const ranking = rankSources(order?.get(metric));
  if (isSum(metric)) return addUp(metric, sumDay({ metric, own, day, ranking, wear }), day, ranking);
  return METRICS[metric].daily === 'mean' && isOrdered(metric)
    ? average(metric, own, day, ranking)
    : pick(METRICS[metric].daily === 'last' ? 'last' : 'mean', own, ranking);
}

function addUp(metric: MetricId, sum: DaySum, day: Span, ranking: Ranking): Found {
  const sources = sourcesOfSum(sum, ranking);
  return {
    value: sum.value,
    sources,
    counted: new Map([...sum.ledger].map(([o, counted]) => [o.id, counted])),
    hours: hoursOf(metric, sum.segments, day),
    leading: findLeading(sources),
  };
}

function average(metric: MetricId, own: readonly DayObservation[], day: Span, ranking: Ranking): Found {
  const { value, sources, segments, leading } = meanDay(own, day, ranking);
  const heard = new Set(segments.map((s) => s.observation));
  return {
    value,
    sources,
    counted: new Map(own.map((o) => [o.id, heard.has(o) ? o.value : 0])),
    hours: hoursOf(metric, segments, day),
    leading,
  };
}

function pick(rule: 'last' | 'mean', own: readonly DayObservation[], ranking: Ranking): Found {
  const { value, sources, chosen } = pickDay(rule, own, ranking);
  return {
    value,
    sources,
    counted: new Map(own.map((o) => [o.id, chosen === null || o === chosen ? o.value : 0])),
    hours: null,
    leading: findLeading(sources),
  };
}

/** Whose the number mostly is: a device that spoke for an hour does not stand for the day. */
function findLeading(sources: readonly DaySource[]): number | null {
  const counting = sources.filter((s) => s.counted > 0);
  if (counting.length === 0) return null;
  return counting.reduce((a, b) => (b.counted > a.counted ? b : a)).sourceId;
}

const isLate = (own: readonly DayObservation[], day: Span, monitoredSinceMs: number) =>
  day.endMs > monitoredSinceMs && own.every((o) => o.receivedMs > day.endMs + 48 * HOUR_MS);
