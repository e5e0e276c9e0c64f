import { METRIC_IDS, METRICS, type MetricId } from '../metrics/index.js';
import { toConfidence } from './alarms.js';
import { checkPatient } from './check-patient.js';
import { addDays } from './civil-days.js';
import { findOpenConcerns, type ConcernEpisode } from './concern-episodes.js';
import { DetectionInputError } from './detection-input-error.js';
import { rateSeverity, type Episode, type EpisodeContext } from './episode.js';
import { buildEvidence } from './evidence.js';
import { prepareFused } from './fused-score.js';
import { replayMetric, type MetricHistory } from './metric-episodes.js';
import { buildMetricSeries } from './metric-series.js';
import { describeMetric, sayEpisode } from './metric-trend.js';
import { findMissingData } from './missing-data.js';
import { BASELINE_DAYS, SIGNALS, type SignalId } from './parameters.js';
import type { DetectorOptions, PatientDays } from './patient-days.js';
import { buildPatientSignals, findOwnSignal, type PatientSignals } from './patient-signals.js';
import type { Concern, MetricTrend, PatientTrend } from './patient-trend.js';
import { findSprintConcern } from './sprint-concern.js';
import { findSprintState, type SprintState } from './sprint-state.js';
import { DETECTOR_VERSION } from './version.js';

/** Everything that is known about one metric of the patient. */
interface Watched {
  readonly context: EpisodeContext;
  readonly history: MetricHistory | null;
}

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
  const budget = options.alarmBudgetPerPatientMonth ?? 0.1;
  const open = findOpenConcerns({ bank, budget, baselineDays, histories: findHistories(patient, watched) });
  return {
    through: addDays(input.firstDay, input.days - 1),
    detectorVersion: DETECTOR_VERSION,
    concerns: [
      ...open.map((concern) => toConcern(concern, patient, watched, input.days - 1)),
      ...listOtherConcerns(input, watched, sprint),
    ],
    metrics: describeMetrics(input, patient, watched, open, sprint, baselineDays),
    sprintVerdict: sprint?.goals[0]?.verdict ?? null,
  };
}

function readBaselineDays({ baselineDays = BASELINE_DAYS }: DetectorOptions): number {
  if (Number.isInteger(baselineDays) && baselineDays >= BASELINE_DAYS) return baselineDays;
  throw new DetectionInputError('options.baselineDays', null, `must be a whole number of at least ${BASELINE_DAYS}`);
}

type WatchedMetrics = ReadonlyMap<MetricId, Watched>;

function watchMetrics(input: PatientDays, patient: PatientSignals, baselineDays: number): WatchedMetrics {
  const noSwitch = new Int32Array(input.days);
  const watched = new Map<MetricId, Watched>();
  for (const metric of METRIC_IDS) {
    if (!input.metrics[metric]) continue;
    const series = buildMetricSeries(input, metric);
    const deviceSince = METRICS[metric].selfReported ? noSwitch : patient.signals.deviceSince;
    const context = { series, firstDay: input.firstDay, deviceSince };
    const own = findOwnSignal(series, patient);
    const history = own && replayMetric(context, own.signal, own.parameters, patient.signals, baselineDays);
    watched.set(metric, { context, history });
  }
  return watched;
}

function findHistories(patient: PatientSignals, watched: WatchedMetrics): Partial<Record<SignalId, MetricHistory>> {
  const histories: Partial<Record<SignalId, MetricHistory>> = {};
  for (const id of SIGNALS) {
    const history = watched.get(patient.metricOf[id])?.history;
    if (history) histories[id] = history;
  }
  return histories;
}

function toConcern(concern: ConcernEpisode, patient: PatientSignals, watched: WatchedMetrics, last: number): Concern {
  const { episode, domain, signal } = concern;
  const contextOf = (id: SignalId) => watched.get(patient.metricOf[id])?.context;
  const context = contextOf(signal)!;
  // What began to move after the alarm counts too, once it is clear on its own.
  const joined = (id: SignalId) => {
    const own = findOpenEpisode(watched.get(patient.metricOf[id])?.history ?? null);
    return concern.moved.includes(id) || own?.direction === episode.direction;
  };
  const rest = SIGNALS.filter((id) => id !== signal);
  const confidence = toConfidence(episode.peak);
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
      moved: rest
        .filter(joined)
        .map(contextOf)
        .filter((c) => c !== undefined),
      others: rest
        .filter((id) => !joined(id))
        .map(contextOf)
        .filter((c) => c !== undefined),
    }),
    sentence,
    patientSentence: sentence,
  };
}

function listOtherConcerns(input: PatientDays, watched: WatchedMetrics, sprint: SprintState | null): Concern[] {
  const contextOf = (metric: MetricId) => watched.get(metric)!.context;
  const plateau = sprint && findSprintConcern(sprint, contextOf, input.days - 1);
  const missing = findMissingData(
    input,
    [...watched.values()].map((w) => w.context.series),
  );
  return [plateau, missing].filter((c) => c !== null);
}

function describeMetrics(
  input: PatientDays,
  patient: PatientSignals,
  watched: WatchedMetrics,
  open: readonly ConcernEpisode[],
  sprint: SprintState | null,
  baselineDays: number,
): Partial<Record<MetricId, MetricTrend>> {
  const trends: Partial<Record<MetricId, MetricTrend>> = {};
  for (const [metric, { context, history }] of watched) {
    const concern = open.find((c) => patient.metricOf[c.signal] === metric);
    const episode = concern?.episode ?? findOpenEpisode(history);
    const goal = sprint?.goals.find((g) => g.goal.metric === metric) ?? null;
    trends[metric] = describeMetric({ input, context, episode, goal, sprint, baselineDays });
  }
  return trends;
}

function findOpenEpisode(history: MetricHistory | null): Episode | null {
  const latest = history?.episodes.at(-1);
  return latest && latest.clearedOn === null ? latest : null;
}
