import type { MetricId } from '../metrics/index.js';
import { chooseCalibration, toConfidence, type ConfidenceCurve } from './alarm-budget.js';
import { checkPatient } from './check-patient.js';
import { addDays } from './civil-days.js';
import { findOpenConcerns, type ConcernEpisode } from './concern-episodes.js';
import { DetectionInputError } from './detection-input-error.js';
import { rateSeverity } from './episode.js';
import { buildEvidence } from './evidence.js';
import { findCompany } from './company.js';
import { findHint } from './hint.js';
import { findScaleConcerns } from './scale-concerns.js';
import { prepareFused } from './fused-score.js';
import { describeMetric, sayEpisode } from './metric-trend.js';
import { findMissingData } from './missing-data.js';
import { BASELINE_DAYS } from './parameters.js';
import type { DetectorOptions, PatientDays } from './patient-days.js';
import { buildPatientSignals, type PatientSignals } from './patient-signals.js';
import type { Concern, MetricTrend, PatientTrend } from './patient-trend.js';
import { findSprintConcern } from './sprint-concern.js';
import { findSprintState, toSprintVerdict, type SprintState } from './sprint-state.js';
import { DETECTOR_VERSION } from './version.js';
import { findHistories, readMetrics, watchMetrics, type Readings } from './watched-metrics.js';

/**
 * How is this patient doing on the last day, and what deserves attention? Replays every day from the start, so the
 * answer of a day never depends on what came after it.
 *
 * @throws DetectionInputError naming field and index when the input cannot be true
 */
export function evaluatePatient(input: PatientDays, options: DetectorOptions = {}): PatientTrend {
  checkPatient(input);
  const baselineDays = readBaselineDays(options);
  const patient = buildPatientSignals(input, baselineDays);
  const watched = watchMetrics(input, patient, baselineDays);
  const sprint = findSprintState(input, patient, (metric) => watched.get(metric)?.context.series);
  const bank = prepareFused(patient.signals);
  const calibration = chooseCalibration(options);
  const open = findOpenConcerns({ bank, calibration, baselineDays, histories: findHistories(patient, watched) });
  const readings = readMetrics(input, patient, watched, open, sprint);
  const last = input.days - 1;
  return {
    through: addDays(input.firstDay, input.days - 1),
    detectorVersion: DETECTOR_VERSION,
    concerns: [
      ...open.map((concern) => toConcern(concern, patient, readings, { last, curve: calibration.confidence })),
      ...findScaleConcerns({ readings, patient, last, taken: open, budget: options.alarmBudgetPerPatientMonth }),
      ...listOtherConcerns(input, readings, sprint),
    ],
    metrics: describeMetrics(input, readings, sprint, baselineDays),
    sprintVerdict: toSprintVerdict(sprint, last),
    hint: findHint(patient, readings, last),
  };
}

function readBaselineDays({ baselineDays = BASELINE_DAYS }: DetectorOptions): number {
  if (Number.isInteger(baselineDays) && baselineDays >= BASELINE_DAYS) return baselineDays;
  throw new DetectionInputError('options.baselineDays', null, `must be a whole number of at least ${BASELINE_DAYS}`);
}

interface Telling {
  readonly last: number;
  readonly curve: ConfidenceCurve;
}

function toConcern(
  concern: ConcernEpisode,
  patient: PatientSignals,
  readings: Readings,
  { last, curve }: Telling,
): Concern {
  const { episode, domain, signal } = concern;
  const { context } = readings.get(patient.metricOf[signal])!;
  const atAlarm = concern.moved.map((id) => patient.metricOf[id]);
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
      ...findCompany(readings, patient, context.series.metric, episode.direction, atAlarm),
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
