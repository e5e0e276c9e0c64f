import { METRICS, type MetricId } from '../../../metrics/index.js';
import type { DayObservation } from '../observations.repository.js';
import { type CountedPart, lengthOf, mergeIntervals } from './merge-intervals.js';

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
}

export interface DaySource {
  readonly sourceId: number;
  readonly label: string;
  /** What this source says of the day, and how much of it counts. */
  readonly value: number;
  readonly counted: number;
  /** Where a source gives a day's total besides its intervals: the total minus their sum. */
  readonly totalMinusIntervals?: number;
}

/** A day with less wear than this says nothing about activity (Troiano 2008: 10 hours). */
export const VALID_WEAR_MINUTES = 600;
const HOUR_MS = 3_600_000;
/** A period of at least this share of the day is its total, whatever code it carries. */
const TOTAL_SHARE = 20 / 24;
/** Of two devices the one on the wrist counts; a phone lies on the table. */
const PRIORITY = { watch: 0, other: 1, file: 2, phone: 3, form: 4 } as const;

export interface DayBounds {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * All metrics of one day. `observations` may reach beyond the day; only what belongs to it counts.
 *
 * @param monitoredSinceMs - what was said of the days before is history that somebody brought along, not a late answer
 */
export function computeDay(
  observations: readonly DayObservation[],
  day: DayBounds,
  monitoredSinceMs = Number.NEGATIVE_INFINITY,
): DailyValue[] {
  const byMetric = Map.groupBy(observations, (o) => o.metric as MetricId);
  const wearMinutes = wornMinutes(byMetric.get('heartRate') ?? [], day);
  return [...byMetric].flatMap(([metric, all]) => {
    const own = all.filter((o) => belongs(metric, o, day));
    if (own.length === 0) return [];
    const { selfReported, daily } = METRICS[metric];
    const { value, sources } = daily === 'sum' ? sumDay(metric, own, day) : pickDay(daily, own);
    const wear = selfReported || metric === 'sleepDuration' ? null : wearMinutes;
    const notWorn =
      daily === 'sum' && metric !== 'sleepDuration' && (wear === null ? value === 0 : wear < VALID_WEAR_MINUTES);
    const device = sources.find((s) => s.counted > 0)?.label ?? null;
    return [
      {
        metric,
        value,
        wearMinutes: wear,
        coverage: wear === null ? null : Math.min(1, wear / ((day.endMs - day.startMs) / 60_000)),
        device,
        state: notWorn ? ('notWorn' as const) : ('ok' as const),
        late: selfReported && day.endMs > monitoredSinceMs && own.every((o) => o.receivedMs > day.endMs + 48 * HOUR_MS),
        sources,
      },
    ];
  });
}

/** A night belongs to the day on which the person woke, a score to the day its period ends; sums to the day in which they lie. */
function belongs(metric: MetricId, o: DayObservation, day: DayBounds): boolean {
  if (o.endMs === o.startMs) return o.startMs >= day.startMs && o.startMs < day.endMs;
  const sums = METRICS[metric].daily === 'sum' && metric !== 'sleepDuration';
  if (!sums) return o.endMs - 1 >= day.startMs && o.endMs - 1 < day.endMs;
  if (isTotal(o, day)) return middleOf(o) >= day.startMs && middleOf(o) < day.endMs;
  return o.endMs > day.startMs && o.startMs < day.endMs;
}

function sumDay(
  metric: MetricId,
  own: readonly DayObservation[],
  day: DayBounds,
): { value: number; sources: DaySource[] } {
  const totals = own.filter((o) => isDayTotal(metric, o, day)).sort(byFinality);
  const span =
    metric === 'sleepDuration' ? { startMs: Number.NEGATIVE_INFINITY, endMs: Number.POSITIVE_INFINITY } : day;
  const parts = mergeIntervals(own.filter((o) => !isDayTotal(metric, o, day)).sort(byPriority), span);
  const merged = sum(parts.map((p) => p.counted));
  const best = totals[0];
  const leads =
    best &&
    parts.every((p) => PRIORITY[best.kind] <= PRIORITY[p.observation.kind] || best.sourceId === p.observation.sourceId);
  if (best && leads) {
    const others = sum(parts.filter((p) => p.observation.sourceId !== best.sourceId).map((p) => p.counted));
    const hasIntervals = parts.some((p) => p.observation.sourceId === best.sourceId);
    // Without intervals of the leading source nobody knows which minutes its total already holds.
    const extra = hasIntervals ? others : 0;
    return { value: best.value + extra, sources: describe(parts, totals, { total: best, extra: hasIntervals }) };
  }
  if (best && best.value > merged)
    return { value: best.value, sources: describe(parts, totals, { total: best, extra: false }) };
  return { value: merged, sources: describe(parts, totals, undefined) };
}

/** A day's total need not begin at this person's midnight (a vendor's day may be UTC): it belongs to the day that holds its middle. */
const isTotal = (o: DayObservation, day: DayBounds) =>
  o.endMs === o.startMs || o.endMs - o.startMs >= TOTAL_SHARE * (day.endMs - day.startMs);
/** A night is no total, however long; told without its beginning it is. */
const isDayTotal = (metric: MetricId, o: DayObservation, day: DayBounds) =>
  metric === 'sleepDuration' ? o.endMs === o.startMs : isTotal(o, day);
const middleOf = (o: DayObservation) => (o.startMs + o.endMs) / 2;

function describe(
  parts: readonly CountedPart[],
  totals: readonly DayObservation[],
  used: { total: DayObservation; extra: boolean } | undefined,
): DaySource[] {
  const ids = new Set([...totals.map((t) => t.sourceId), ...parts.map((p) => p.observation.sourceId)]);
  return [...ids].map((sourceId) => {
    const mine = parts.filter((p) => p.observation.sourceId === sourceId);
    const total = totals.find((t) => t.sourceId === sourceId);
    const intervals = sum(mine.map((p) => p.within));
    const counted = used
      ? used.total.sourceId === sourceId
        ? used.total.value
        : used.extra
          ? sum(mine.map((p) => p.counted))
          : 0
      : sum(mine.map((p) => p.counted));
    const label = labelOf((total ?? mine[0]?.observation)!);
    return {
      sourceId,
      label,
      value: total?.value ?? intervals,
      counted,
      ...(total && mine.length > 0 ? { totalMinusIntervals: total.value - intervals } : {}),
    };
  });
}

function pickDay(rule: 'mean' | 'last', own: readonly DayObservation[]): { value: number; sources: DaySource[] } {
  const inOrder = [...own].sort((a, b) => a.endMs - b.endMs || bySource(b, a) || a.value - b.value);
  const value = rule === 'last' ? inOrder.at(-1)!.value : sum(own.map((o) => o.value)) / own.length;
  const groups = Map.groupBy(inOrder, (o) => o.sourceId);
  return {
    value,
    sources: [...groups].map(([sourceId, all]) => {
      const said = rule === 'last' ? all.at(-1)!.value : sum(all.map((o) => o.value)) / all.length;
      return {
        sourceId,
        label: labelOf(all[0]!),
        value: said,
        counted: rule === 'last' && all.at(-1) !== inOrder.at(-1) ? 0 : said,
      };
    }),
  };
}

/** A sample counts until the next one, for an hour at most. */
function wornMinutes(samples: readonly DayObservation[], day: DayBounds): number | null {
  const own = samples
    .filter((s) => s.endMs > day.startMs - HOUR_MS && s.startMs < day.endMs)
    .sort((a, b) => a.startMs - b.startMs);
  if (own.length === 0) return null;
  const spans: [number, number][] = [];
  for (const [i, sample] of own.entries()) {
    const next = own[i + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    const from = Math.max(sample.startMs, day.startMs);
    const to = Math.min(Math.max(sample.endMs, Math.min(next, sample.endMs + HOUR_MS)), day.endMs);
    const last = spans.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else if (to > from) spans.push([from, to]);
  }
  return Math.round(lengthOf(spans) / 60_000);
}

const bySource = (a: DayObservation, b: DayObservation) =>
  // By name, never by who arrived first: the same readings in another order make the same day.
  PRIORITY[a.kind] - PRIORITY[b.kind] || compareText(a.system, b.system) || compareText(a.device, b.device);
const byPriority = (a: DayObservation, b: DayObservation) =>
  bySource(a, b) || a.endMs - a.startMs - (b.endMs - b.startMs) || a.startMs - b.startMs;
/** Of one source's totals the whole day comes first; of a running count the last. */
const byFinality = (a: DayObservation, b: DayObservation) =>
  bySource(a, b) || b.endMs - b.startMs - (a.endMs - a.startMs) || b.startMs - a.startMs;
const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const labelOf = (o: DayObservation) => o.device || o.system;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
