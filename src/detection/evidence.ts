import { METRICS } from '../metrics/index.js';
import { addDays, type Day } from './civil-days.js';
import { countBeyond, findClearLevel, type Episode, type EpisodeContext } from './episode.js';
import type { MetricReading } from './metric-reading.js';
import {
  countWhole,
  findClearDays,
  findMeaningful,
  findOrientation,
  toPercent,
  type MetricSeries,
} from './metric-series.js';
import type { ClearRule, Evidence, MovedSignal, UnmovedSignal } from './patient-trend.js';
import { DETECTOR_VERSION } from './version.js';

export interface EvidenceInput {
  readonly context: EpisodeContext;
  readonly episode: Episode;
  readonly through: number;
  readonly confidence: number;
  /** Signals that moved with it at the alarm, and the other ones the patient has. */
  readonly moved: readonly MetricReading[];
  readonly others: readonly MetricReading[];
}

/** Lays open what a concern rests on, as of the last day. */
export function buildEvidence({ context, episode, through, confidence, moved, others }: EvidenceInput): Evidence {
  const { series, firstDay } = context;
  const { metric } = series;
  const { usual, value, onset } = episode;
  const day = (t: number) => addDays(firstDay, t);
  const { valid, beyond } = countBeyond(series, episode, through);
  const daysSince = countWhole(series, onset, through);
  const delta = value - usual.middle;
  return {
    metric,
    unit: METRICS[metric].unit,
    value,
    usual: usual.middle,
    delta,
    percent: toPercent(metric, delta, usual.middle),
    since: day(onset),
    sinceInterval: [day(episode.interval[0]), day(episode.interval[1])],
    window: { from: day(onset), to: day(through) },
    baseline: usual,
    daysSince,
    wornSince: valid,
    beyondUsual: beyond,
    confidence,
    score: episode.peak,
    scoreAtRaising: episode.scoreAtRaising,
    coverage: valid / daysSince,
    alsoMoved: moved.flatMap((reading) => toMoved(reading, episode)),
    notMoved: [...moved, ...others].flatMap(toUnmoved),
    clearsWhen: toClearRule(series, episode, through),
    detectorVersion: DETECTOR_VERSION,
  };
}

interface Comparison {
  readonly value: number;
  readonly usual: number;
  readonly delta: number;
  readonly meaningful: number;
  readonly since: Day;
}

/** Another metric as its chart shows it; null when it cannot be told what became of it since. */
function compare({ context, usual, value, since }: MetricReading): Comparison | null {
  if (usual === null || value === null || since === null) return null;
  const { middle } = usual;
  const { metric } = context.series;
  const delta = value - middle;
  const meaningful = findMeaningful(metric, middle, findOrientation(metric) * delta > 0 ? 'better' : 'worse');
  return { value, usual: middle, delta, meaningful, since: addDays(context.firstDay, since) };
}

function toMoved(reading: MetricReading, episode: Episode): MovedSignal[] {
  const c = compare(reading);
  if (!c) return [];
  const { metric } = reading.context.series;
  const sign = findOrientation(metric) * (episode.direction === 'better' ? 1 : -1);
  // It moved at the alarm but has come back half a meaningful change since: then it is no support any more.
  if (sign * c.delta < c.meaningful / 2) return [];
  const { value, usual, delta, since } = c;
  return [{ metric, value, usual, delta, unit: METRICS[metric].unit, since }];
}

/** What has an open change of its own is never "not moved", however small the change is. */
function toUnmoved(reading: MetricReading): UnmovedSignal[] {
  const c = reading.episode ? null : compare(reading);
  if (!c || Math.abs(c.delta) >= c.meaningful / 2) return [];
  const { metric } = reading.context.series;
  const { value, usual, delta, meaningful } = c;
  return [{ metric, value, usual, delta, meaningful, unit: METRICS[metric].unit }];
}

function toClearRule(series: MetricSeries, episode: Episode, through: number): ClearRule {
  const value = findClearLevel({ series }, episode);
  return {
    metric: series.metric,
    comparator: value > episode.value ? 'above' : 'below',
    value,
    days: findClearDays(series, through),
  };
}
