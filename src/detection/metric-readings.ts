import type { MetricId } from '../metrics/index.js';
import type { ConcernEpisode } from './concern-follower.js';
import { readMetric, type MetricReading } from './metric-reading.js';
import type { PatientWatch } from './patient-watch.js';
import type { ScaleConcern } from './scale-follower.js';
import { findPlateau } from './sprint-concern.js';
import type { SprintState } from './sprint-state.js';

export type Readings = ReadonlyMap<MetricId, MetricReading>;

/**
 * Reads every metric once, for charts and evidence alike. What has no change of its own is compared with the days before
 * the leading concern: the oldest deterioration of the fused score, else of a questionnaire, else the oldest improvement.
 */
export function readMetrics(
  watch: PatientWatch,
  { open, scales }: { readonly open: readonly ConcernEpisode[]; readonly scales: readonly ScaleConcern[] },
  sprint: SprintState | null,
  last: number,
): Readings {
  const leading = open.find((c) => c.episode.direction === 'worse') ?? scales[0] ?? open[0];
  const plateau = findPlateau(sprint)?.goal.metric;
  const readings = new Map<MetricId, MetricReading>();
  for (const follower of watch.followers) {
    const { metric } = follower.context.series;
    const concern = open.find((c) => watch.metricOf[c.signal] === metric);
    const occasions = [
      ...(sprint && metric === plateau ? [{ since: sprint.start, acrossDevices: true }] : []),
      ...(leading ? [{ since: leading.episode.onset, acrossDevices: false }] : []),
    ];
    const episode = concern?.episode ?? follower.findOpenEpisode();
    readings.set(metric, readMetric(follower.context, last, episode, occasions));
  }
  return readings;
}
