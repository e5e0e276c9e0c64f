import { METRICS, type MetricId } from '../metrics/index.js';
import { addDays } from './civil-days.js';
import type { MetricReading } from './metric-reading.js';
import { countValid, countWhole, findClearDays, findOrientation, toPercent } from './metric-series.js';
import type { Concern } from './patient-trend.js';
import { sayLevelled } from './sentences.js';
import type { GoalState, SprintState } from './sprint-state.js';
import { DETECTOR_VERSION } from './version.js';

/** The goal of the sprint that has levelled off short of its target: the first one of them. */
export function findPlateau(sprint: SprintState | null): GoalState | null {
  return sprint?.goals.find((g) => g.isPlateau) ?? null;
}

/**
 * That plateau as a concern; null without one. Compares with the days before the sprint, or, when the metric has a change
 * of its own, with the days before that: what its chart says too.
 */
export function findSprintConcern(
  sprint: SprintState,
  readingOf: (metric: MetricId) => MetricReading,
  last: number,
): Concern | null {
  const state = findPlateau(sprint);
  if (!state) return null;
  const { metric, target } = state.goal;
  const { context, episode, usual: baseline, value, since: from } = readingOf(metric);
  if (!baseline || value === null || from === null || (!episode && from !== sprint.start)) return null;
  const { series, firstDay } = context;
  const end = Math.min(last, sprint.end);
  const through = episode ? last : end;
  const daysSince = countWhole(series, from, through);
  const wornSince = countValid(series, from, through);
  const delta = value - baseline.middle;
  const since = addDays(firstDay, from);
  const interval = episode?.interval ?? [from, from];
  const sign = findOrientation(metric);
  const below = series.values.slice(from, through + 1);
  const sentence = sayLevelled(metric, value, Math.floor((end - sprint.start + 1) / 7), target);
  return {
    kind: 'plateau',
    domain: 'sprint',
    severity: 1,
    confidence: state.verdict.probs.plateau,
    since: addDays(firstDay, sprint.start),
    evidence: {
      metric,
      unit: METRICS[metric].unit,
      value,
      usual: baseline.middle,
      delta,
      percent: toPercent(metric, delta, baseline.middle),
      since,
      sinceInterval: [addDays(firstDay, interval[0]), addDays(firstDay, interval[1])],
      window: { from: since, to: addDays(firstDay, through) },
      baseline,
      daysSince,
      wornSince,
      beyondUsual: below.filter((v) => v != null && sign * (v - baseline.middle) < 0).length,
      confidence: state.verdict.probs.plateau,
      score: null,
      scoreAtRaising: null,
      coverage: wornSince / daysSince,
      alsoMoved: [],
      notMoved: [],
      clearsWhen: {
        metric,
        comparator: sign > 0 ? 'above' : 'below',
        value: target,
        days: findClearDays(series, last),
      },
      detectorVersion: DETECTOR_VERSION,
    },
    sentence,
    patientSentence: sentence,
  };
}
