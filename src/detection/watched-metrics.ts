import { METRIC_IDS, METRICS, type MetricId } from '../metrics/index.js';
import { isRare } from './cadence.js';
import type { ConcernEpisode } from './concern-episodes.js';
import type { Episode, EpisodeContext } from './episode.js';
import { replayMetric, type MetricHistory } from './metric-episodes.js';
import { readMetric, type MetricReading } from './metric-reading.js';
import { buildMetricSeries } from './metric-series.js';
import { SIGNALS, type SignalId } from './parameters.js';
import type { PatientDays } from './patient-days.js';
import { findOwnSignal, type PatientSignals } from './patient-signals.js';
import { replayReports } from './report-episodes.js';
import { findPlateau } from './sprint-concern.js';
import type { SprintState } from './sprint-state.js';

/** Everything that is known about one metric of the patient. */
interface Watched {
  readonly context: EpisodeContext;
  readonly history: MetricHistory | null;
}

type WatchedMetrics = ReadonlyMap<MetricId, Watched>;

export function watchMetrics(input: PatientDays, patient: PatientSignals, baselineDays: number): WatchedMetrics {
  const noSwitch = new Int32Array(input.days);
  const watched = new Map<MetricId, Watched>();
  for (const metric of METRIC_IDS) {
    if (!input.metrics[metric]) continue;
    const series = buildMetricSeries(input, metric);
    const deviceSince = METRICS[metric].selfReported ? noSwitch : patient.signals.deviceSince;
    const context = { series, firstDay: input.firstDay, deviceSince };
    watched.set(metric, { context, history: findHistory(context, patient, baselineDays) });
  }
  return watched;
}

/** PEG is judged in the fused score week by week; what else comes rarely is judged report by report. */
function findHistory(context: EpisodeContext, patient: PatientSignals, baselineDays: number): MetricHistory | null {
  const { series } = context;
  const isRareScore = series.metric !== 'pegScore' && isRare(series.cadenceDays.at(-1)!);
  if (isRareScore) return replayReports(context, baselineDays);
  const own = findOwnSignal(series, patient);
  return own && replayMetric(context, own.signal, own.parameters, patient.signals, baselineDays);
}

export function findHistories(
  patient: PatientSignals,
  watched: WatchedMetrics,
): Partial<Record<SignalId, MetricHistory>> {
  const histories: Partial<Record<SignalId, MetricHistory>> = {};
  for (const id of SIGNALS) {
    const history = watched.get(patient.metricOf[id])?.history;
    if (history) histories[id] = history;
  }
  return histories;
}

export type Readings = ReadonlyMap<MetricId, MetricReading>;

/**
 * Reads every metric once, for charts and evidence alike. What has no change of its own is compared with the days before
 * the leading concern: the oldest deterioration, else the oldest improvement.
 */
export function readMetrics(
  input: PatientDays,
  patient: PatientSignals,
  watched: WatchedMetrics,
  open: readonly ConcernEpisode[],
  sprint: SprintState | null,
): Readings {
  const leading = open.find((c) => c.episode.direction === 'worse') ?? open[0];
  const plateau = findPlateau(sprint)?.goal.metric;
  const readings = new Map<MetricId, MetricReading>();
  for (const [metric, { context, history }] of watched) {
    const concern = open.find((c) => patient.metricOf[c.signal] === metric);
    const occasions = [
      ...(sprint && metric === plateau ? [{ since: sprint.start, acrossDevices: true }] : []),
      ...(leading ? [{ since: leading.episode.onset, acrossDevices: false }] : []),
    ];
    const episode = concern?.episode ?? findOpenEpisode(history);
    readings.set(metric, readMetric(context, input.days - 1, episode, occasions));
  }
  return readings;
}

function findOpenEpisode(history: MetricHistory | null): Episode | null {
  const latest = history?.episodes.at(-1);
  return latest && latest.clearedOn === null ? latest : null;
}
