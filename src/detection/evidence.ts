import { METRICS } from '../metrics/index.js';
import { addDays, type Day } from './civil-days.js';
import { countBeyond, findClearLevel, type Episode, type EpisodeContext } from './episode.js';
import {
  findClearDays,
  findMeaningful,
  findOrientation,
  findRecent,
  toPercent,
  type MetricSeries,
} from './metric-series.js';
import type { ClearRule, Evidence, MovedSignal, UnmovedSignal } from './patient-trend.js';
import { findUsualBefore } from './usual-range.js';
import { DETECTOR_VERSION } from './version.js';

export interface EvidenceInput {
  readonly context: EpisodeContext;
  readonly episode: Episode;
  readonly through: number;
  readonly confidence: number;
  /** Signals that moved with it at the alarm, and the other ones the patient has. */
  readonly moved: readonly EpisodeContext[];
  readonly others: readonly EpisodeContext[];
}

/** Lays open what a concern rests on, as of the last day. */
export function buildEvidence({ context, episode, through, confidence, moved, others }: EvidenceInput): Evidence {
  const { series, firstDay } = context;
  const { metric } = series;
  const { usual, value, onset } = episode;
  const day = (t: number) => addDays(firstDay, t);
  const { valid, beyond } = countBeyond(series, episode, through);
  const daysSince = through - onset + 1;
  const delta = value - usual.middle;
  const comparisons = [...moved, ...others].map((c) => compare(c, episode, through));
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
    coverage: valid / daysSince,
    alsoMoved: comparisons.slice(0, moved.length).flatMap((c) => toMoved(c, episode, day(onset))),
    notMoved: comparisons.flatMap(toUnmoved),
    clearsWhen: toClearRule(series, episode),
    detectorVersion: DETECTOR_VERSION,
  };
}

interface Comparison {
  readonly series: MetricSeries;
  readonly value: number;
  readonly usual: number;
  readonly delta: number;
  readonly meaningful: number;
}

/** Another metric over the same days; null when it has too few of them. */
function compare(
  { series, firstDay, deviceSince }: EpisodeContext,
  episode: Episode,
  through: number,
): Comparison | null {
  const notBefore = deviceSince[through]!;
  if (notBefore > episode.onset) return null;
  const usual = findUsualBefore(series, firstDay, episode.onset - 1, notBefore)?.middle;
  const value = findRecent(series, through, episode.onset)?.middle;
  if (usual === undefined || value === undefined) return null;
  return { series, value, usual, delta: value - usual, meaningful: findMeaningful(series.metric, usual) };
}

function toMoved(c: Comparison | null, episode: Episode, since: Day): MovedSignal[] {
  if (!c) return [];
  const sign = findOrientation(c.series.metric) * (episode.direction === 'better' ? 1 : -1);
  // It moved at the alarm but has come back half a meaningful change since: then it is no support any more.
  if (sign * c.delta < c.meaningful / 2) return [];
  const { metric } = c.series;
  return [{ metric, value: c.value, usual: c.usual, delta: c.delta, unit: METRICS[metric].unit, since }];
}

function toUnmoved(c: Comparison | null): UnmovedSignal[] {
  if (!c || Math.abs(c.delta) >= c.meaningful / 2) return [];
  const { metric } = c.series;
  const { value, usual, delta, meaningful } = c;
  return [{ metric, value, usual, delta, meaningful, unit: METRICS[metric].unit }];
}

function toClearRule(series: MetricSeries, episode: Episode): ClearRule {
  const value = findClearLevel({ series }, episode);
  return {
    metric: series.metric,
    comparator: value > episode.value ? 'above' : 'below',
    value,
    days: findClearDays(series),
  };
}
