import { METRICS, type MetricId } from '../../../metrics/index.js';
import type { DayObservation } from '../observations.repository.js';
import { clockFaultOf } from './clock-check.js';
import { belongs, isSum } from './day-parts.js';
import { type DaySource, pickDay, sourcesOfSum } from './day-sources.js';
import { hoursOf } from './hours.js';
import type { Span } from './merge-intervals.js';
import { isOrdered, rankSources, type SourceOrder } from './source-order.js';
import { sumDay } from './sum-day.js';
import { VALID_WEAR_MINUTES, wornMinutes } from './wear.js';

/** One value of one metric on one civil day, and where it came from. */
export interface DailyValue {
  readonly metric: MetricId;
  readonly value: number | null;
  /** Minutes in which a heart-rate sensor saw somebody; null when no sensor says. */
  readonly wearMinutes: number | null;
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
  const plausible = observations.filter((o) => clockFaultOf(o) === null);
  const byMetric = Map.groupBy(plausible, (o) => o.metric as MetricId);
  const wearMinutes = wornMinutes(byMetric.get('heartRate') ?? [], day);
  return [...byMetric].flatMap(([metric, all]) => {
    const own = all.filter((o) => belongs(metric, o, day));
    if (own.length === 0) return [];
    const { selfReported } = METRICS[metric];
    const found = isSum(metric) ? addUp(metric, own, day, facts.order) : pick(metric, own, day, facts.order);
    const wear = selfReported || metric === 'sleepDuration' ? null : wearMinutes;
    const notWorn =
      isSum(metric) && metric !== 'sleepDuration' && (wear === null ? found.value === 0 : wear < VALID_WEAR_MINUTES);
    return [
      {
        metric,
        ...found,
        wearMinutes: wear,
        coverage: wear === null ? null : Math.min(1, wear / ((day.endMs - day.startMs) / 60_000)),
        device: findLeading(found.sources),
        state: notWorn ? ('notWorn' as const) : ('ok' as const),
        late: selfReported && isLate(own, day, facts.monitoredSinceMs ?? Number.NEGATIVE_INFINITY),
      },
    ];
  });
}

/** Whose the number mostly is: a device that spoke for an hour does not stand for the day. */
function findLeading(sources: readonly DaySource[]): string | null {
  const counting = sources.filter((s) => s.counted > 0);
  if (counting.length === 0) return null;
  return counting.reduce((a, b) => (b.counted > a.counted ? b : a)).label;
}

type Found = Pick<DailyValue, 'value' | 'sources' | 'counted' | 'hours'>;

function addUp(metric: MetricId, own: readonly DayObservation[], day: Span, order?: SourceOrder): Found {
  const ranking = rankSources(order?.get(metric));
  const sum = sumDay(metric, own, day, ranking);
  return {
    value: sum.value,
    sources: sourcesOfSum(sum, ranking),
    counted: new Map([...sum.ledger].map(([o, counted]) => [o.id, counted])),
    hours: hoursOf(metric, sum.segments, day),
  };
}

function pick(metric: MetricId, own: readonly DayObservation[], day: Span, order?: SourceOrder): Found {
  const rule = METRICS[metric].daily === 'last' ? 'last' : 'mean';
  const { value, sources, chosen } = pickDay(rule, own, rankSources(order?.get(metric)), isOrdered(metric));
  return {
    value,
    sources,
    counted: new Map(own.map((o) => [o.id, chosen === null || o === chosen ? o.value : 0])),
    hours: hoursOf(
      metric,
      own.map((observation) => ({ observation, startMs: observation.startMs, endMs: observation.endMs })),
      day,
    ),
  };
}

const isLate = (own: readonly DayObservation[], day: Span, monitoredSinceMs: number) =>
  day.endMs > monitoredSinceMs && own.every((o) => o.receivedMs > day.endMs + 48 * HOUR_MS);
