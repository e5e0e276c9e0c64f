import { followEpisode, openEpisode, type Episode, type EpisodeContext } from './episode.js';
import { isRecovery, type MetricHistory } from './metric-episodes.js';
import { findReportChange } from './report-change.js';

/**
 * Replays a metric that is reported rarely: each report is judged for itself. Scores are standard errors from usual; days
 * without a report have none.
 */
export function replayReports(context: EpisodeContext, baselineDays: number): MetricHistory {
  const days = context.series.values.length;
  const none = () => new Float64Array(days).fill(Number.NaN);
  const scores = { worse: none(), better: none() };
  const episodes: Episode[] = [];
  for (let t = baselineDays; t < days; t++) {
    const changes = (['worse', 'better'] as const).flatMap((direction) => {
      const change = findReportChange(context, t, direction);
      if (change) scores[direction][t] = change.z;
      return change?.isReliable ? [{ direction, ...change }] : [];
    });
    const current = episodes.at(-1);
    if (current && current.clearedOn === null) {
      episodes[episodes.length - 1] = followEpisode(context, current, t, scores[current.direction][t]!);
      continue;
    }
    for (const { direction, onset, interval, z } of changes) {
      // What ended cannot begin again in its own past.
      if (current?.clearedOn != null && onset <= current.onset) continue;
      const opened = openEpisode(context, { direction, onset, interval, day: t, score: z });
      if (opened && !isRecovery(context, opened, episodes)) episodes.push(opened);
    }
  }
  return { context, episodes, scores };
}
