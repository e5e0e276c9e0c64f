import { METRICS, type MetricId } from '../../../metrics/index.js';
import type { DayObservation } from '../observations.repository.js';
import { belongs, isSum } from './day-parts.js';
import { lengthOf, type Span, unite } from './merge-intervals.js';
import { isContinuous, spansOfSamples } from './sample-time.js';

/** A day with less wear than this says nothing about activity (Troiano 2008: 10 hours). */
export const VALID_WEAR_MINUTES = 600;
/** Samples that are a sensor which measures all the while: more of them where no steps beside them say when it was worn. */
const LEAST_SAMPLES = { besideSteps: 3, alone: 10 };
/** Steps in a longer time do not say when in it somebody walked. */
const PROOF_MS = 3_600_000;

/** Which devices were worn when, as far as they say so themselves. */
export interface Wear {
  /** When each source that measures heart rate all the while was worn; sources that do not are not in it. */
  readonly worn: ReadonlyMap<number, readonly Span[]>;
  /** Sources without such heart rates whose every sum of the day is nought: they lay somewhere. */
  readonly idle: ReadonlySet<number>;
}

/** Whose word worn minutes are: counted from the device's own heart rates, or told by its maker. */
export type WornFrom = 'heart-rate' | 'vendor';
export interface Worn {
  readonly minutes: number;
  readonly from: WornFrom;
}

/**
 * Heart rates prove wear of the device that measures them, of no other; and so do its steps.
 *
 * @param observations - that touch the day, in order of time: a total of yesterday ends where it begins
 */
export function findWear(observations: readonly DayObservation[], day: Span): Wear {
  const worn = new Map<number, readonly Span[]>();
  const idle = new Set<number>();
  for (const [sourceId, all] of Map.groupBy(observations, (o) => o.sourceId)) {
    const samples = all.filter((o) => o.metric === 'heartRate' && isInside(o, day));
    const sums = all.filter((o) => isSum(o.metric as MetricId) && belongs(o.metric as MetricId, o, day));
    const proofs = sums.filter((o) => o.value > 0 && isActivity(o) && lasts(o) > 0 && lasts(o) <= PROOF_MS);
    if (isContinuous(samples, proofs.length > 0 ? LEAST_SAMPLES.besideSteps : LEAST_SAMPLES.alone)) {
      worn.set(sourceId, unite([...spansOfSamples(samples), ...proofs], day));
    } else if (sums.every((o) => o.value === 0)) idle.add(sourceId);
  }
  return { worn, idle };
}

/**
 * Minutes of the day in which the devices behind a number were worn: by their heart rates, or else as the maker of the one
 * that the number mostly is of tells them; null when neither says.
 *
 * @param told - minutes by source
 */
export function wornMinutes(
  { worn }: Wear,
  told: ReadonlyMap<number, number>,
  of: { readonly sourceIds: ReadonlySet<number>; readonly leading: number | null; readonly day: Span },
): Worn | null {
  const { sourceIds, leading, day } = of;
  const spans = [...sourceIds].flatMap((id) => worn.get(id) ?? []);
  if (spans.length > 0 && (leading === null || worn.has(leading)))
    return { minutes: Math.round(lengthOf(unite(spans, day)) / 60_000), from: 'heart-rate' };
  const said = [...(leading === null ? sourceIds : [leading])].flatMap((id) => told.get(id) ?? []);
  if (said.length === 0) return null;
  // A day by another clock may be longer than this one.
  return { minutes: Math.round(Math.min(Math.max(...said), lengthOf([day]) / 60_000)), from: 'vendor' };
}

/** When this reading's device was known to be off, its noughts say nothing: the spans in which they do; null: not known. */
export function wornDuring({ worn, idle }: Wear, o: DayObservation): readonly Span[] | null {
  if (o.value !== 0) return null;
  return idle.has(o.sourceId) ? [] : (worn.get(o.sourceId) ?? null);
}

const lasts = (o: DayObservation) => o.endMs - o.startMs;
/** That it was worn for part of an hour does not say for which. */
const isActivity = ({ metric }: DayObservation) =>
  metric !== 'wornMinutes' && METRICS[metric as MetricId].domain === 'activity';
const isInside = (o: DayObservation, day: Span) =>
  o.startMs < day.endMs && (o.endMs > day.startMs || o.startMs >= day.startMs);
