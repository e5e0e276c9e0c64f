import { METRICS } from '../metrics/index.js';
import { addDays } from './civil-days.js';
import type { EpisodeContext } from './episode.js';
import { countValid, findClearDays, findOrientation, findRecent, toPercent } from './metric-series.js';
import type { Concern } from './patient-trend.js';
import { sayLevelled } from './sentences.js';
import type { SprintState } from './sprint-state.js';
import { findUsualBefore } from './usual-range.js';
import { DETECTOR_VERSION } from './version.js';

/** The first goal of the sprint that has levelled off short of its target, as a concern; null without one. */
export function findSprintConcern(
  sprint: SprintState,
  contextOf: (metric: EpisodeContext['series']['metric']) => EpisodeContext,
  last: number,
): Concern | null {
  const state = sprint.goals.find((g) => g.isPlateau);
  if (!state) return null;
  const { metric, target } = state.goal;
  const { series, firstDay, deviceSince } = contextOf(metric);
  const notBefore = deviceSince[last]! > sprint.start ? 0 : deviceSince[last]!;
  const baseline = findUsualBefore(series, firstDay, sprint.start - 1, notBefore);
  const recent = findRecent(series, last, sprint.start);
  if (!baseline || !recent) return null;
  const through = Math.min(last, sprint.end);
  const daysSince = through - sprint.start + 1;
  const wornSince = countValid(series, sprint.start, through);
  const delta = recent.middle - baseline.middle;
  const since = addDays(firstDay, sprint.start);
  const sign = findOrientation(metric);
  const below = series.values.slice(sprint.start, through + 1);
  const sentence = sayLevelled(metric, recent.middle, Math.floor(daysSince / 7), target);
  return {
    kind: 'plateau',
    domain: 'sprint',
    severity: 1,
    confidence: state.verdict.probs.plateau,
    since,
    evidence: {
      metric,
      unit: METRICS[metric].unit,
      value: recent.middle,
      usual: baseline.middle,
      delta,
      percent: toPercent(metric, delta, baseline.middle),
      since,
      sinceInterval: [since, since],
      window: { from: since, to: addDays(firstDay, through) },
      baseline,
      daysSince,
      wornSince,
      beyondUsual: below.filter((v) => v != null && sign * (v - baseline.middle) < 0).length,
      confidence: state.verdict.probs.plateau,
      coverage: wornSince / daysSince,
      alsoMoved: [],
      notMoved: [],
      clearsWhen: { metric, comparator: sign > 0 ? 'above' : 'below', value: target, days: findClearDays(series) },
      detectorVersion: DETECTOR_VERSION,
    },
    sentence,
    patientSentence: sentence,
  };
}
