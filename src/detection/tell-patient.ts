import type { MetricId } from '../metrics/index.js';
import { toConfidence, type ConfidenceCurve } from './alarm-budget.js';
import { addDays } from './civil-days.js';
import { findCompany } from './company.js';
import type { ConcernEpisode } from './concern-follower.js';
import { rateSeverity } from './episode.js';
import { buildEvidence } from './evidence.js';
import { findHint } from './hint.js';
import { readMetrics, type Readings } from './metric-readings.js';
import { describeMetric, sayEpisode } from './metric-trend.js';
import { findMissingData } from './missing-data.js';
import type { PatientDays } from './patient-days.js';
import type { MetricOfSignal } from './patient-signals.js';
import type { Concern, MetricTrend, PatientTrend } from './patient-trend.js';
import type { PatientWatch } from './patient-watch.js';
import { findReachedGoals } from './reached-goals.js';
import { findSprintConcern } from './sprint-concern.js';
import { tellScaleConcern } from './scale-concerns.js';
import { toSprintVerdict, type SprintState } from './sprint-state.js';
import { DETECTOR_VERSION } from './version.js';

export interface Telling {
  readonly history: PatientDays;
  readonly watch: PatientWatch;
  readonly baselineDays: number;
  readonly curve: ConfidenceCurve;
}

/** Says what is so on the last day, with the evidence. */
export function tellPatient({ history, watch, baselineDays, curve }: Telling): PatientTrend {
  const last = history.days - 1;
  const sprint = watch.sprint?.read(last) ?? null;
  const open = watch.concerns.findOpen();
  const scales = watch.findScales();
  const { metricOf } = watch;
  const readings = readMetrics(watch, { open, scales }, sprint, last);
  const metrics = describeMetrics(history, readings, sprint, baselineDays);
  const reachedGoals = findReachedGoals(history, { readings, sprint, metrics });
  const toOne = (concern: ConcernEpisode) => toConcern(concern, metricOf, readings, { last, curve });
  return {
    through: addDays(history.firstDay, last),
    detectorVersion: DETECTOR_VERSION,
    concerns: [
      ...open.map(toOne),
      ...scales.map((scale) => tellScaleConcern(scale, { readings, metricOf, last })),
      ...listOtherConcerns(history, readings, sprint),
    ],
    metrics,
    reachedGoals,
    sprintVerdict: toSprintVerdict(sprint, last, reachedGoals),
    hint: findHint(metricOf, readings, last),
  };
}

function toConcern(
  concern: ConcernEpisode,
  metricOf: MetricOfSignal,
  readings: Readings,
  { last, curve }: { readonly last: number; readonly curve: ConfidenceCurve },
): Concern {
  const { episode, domain, signal } = concern;
  const { context } = readings.get(metricOf[signal])!;
  const { metric } = context.series;
  const spoke = concern.moved.map((id) => metricOf[id]);
  const confidence = toConfidence(episode.peak, curve);
  const course = episode.direction === 'worse' ? 'worse' : 'improving';
  const sentence = sayEpisode(context, episode, course, last);
  return {
    kind: episode.direction === 'worse' ? 'deterioration' : 'improvement',
    domain,
    severity: rateSeverity(context.series, episode),
    confidence,
    since: addDays(context.firstDay, episode.onset),
    evidence: buildEvidence({
      context,
      episode,
      through: last,
      confidence,
      ...findCompany({ readings, metricOf, metric, direction: episode.direction, spoke }),
    }),
    sentence,
    patientSentence: sentence,
  };
}

function listOtherConcerns(input: PatientDays, readings: Readings, sprint: SprintState | null): Concern[] {
  const plateau = sprint && findSprintConcern(sprint, (metric) => readings.get(metric)!, input.days - 1);
  const missing = findMissingData(
    input,
    [...readings.values()].map((r) => r.context.series),
  );
  return [plateau, missing].filter((c) => c !== null);
}

function describeMetrics(
  input: PatientDays,
  readings: Readings,
  sprint: SprintState | null,
  baselineDays: number,
): Partial<Record<MetricId, MetricTrend>> {
  const trends: Partial<Record<MetricId, MetricTrend>> = {};
  for (const [metric, reading] of readings) {
    const goal = sprint?.goals.find((g) => g.goal.metric === metric) ?? null;
    trends[metric] = describeMetric({ input, reading, goal, sprint, baselineDays });
  }
  return trends;
}
