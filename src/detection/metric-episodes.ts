import { findCandidates, findOnset, type Direction } from './candidates.js';
import { followEpisode, openEpisode, type Episode, type EpisodeContext } from './episode.js';
import { prepareAlone, scoreDays } from './fused-score.js';
import { findOrientation } from './metric-series.js';
import type { SignalParameters } from './parameters.js';
import type { Signal, Signals } from './signals.js';

/** Evidence a metric needs on its own before its course is called changed, and before it counts as strong alone. */
export const ALONE_THRESHOLD = 1;
export const STRONG_ALONE = 2;
/** After a fall has cleared, getting back to the old level is recovery, not improvement, for so many days. */
const RECOVERY_DAYS = 56;

export interface MetricHistory {
  readonly context: EpisodeContext;
  /** Oldest first; only the last one can be open. */
  readonly episodes: readonly Episode[];
  readonly scores: Readonly<Record<Direction, Float64Array>>;
}

/** Replays one metric day by day: which changes began, and which lasts? */
export function replayMetric(
  context: EpisodeContext,
  signal: Signal,
  parameters: SignalParameters,
  signals: Signals,
  baselineDays: number,
): MetricHistory {
  const bank = prepareAlone(signal, parameters, signals);
  const scores = scoreDays(bank, baselineDays);
  const episodes: Episode[] = [];
  for (let t = baselineDays; t < signals.days; t++) {
    const current = episodes.at(-1);
    if (current && current.clearedOn === null) {
      episodes[episodes.length - 1] = followEpisode(context, current, t, scores[current.direction][t]!);
      continue;
    }
    for (const direction of ['worse', 'better'] as const) {
      const score = scores[direction][t]!;
      if (!(score >= ALONE_THRESHOLD)) continue;
      const onset = findOnset(findCandidates(bank, t, direction));
      // What ended cannot begin again in its own past.
      if (current?.clearedOn != null && onset.day <= current.onset) continue;
      const opened = openEpisode(context, { direction, onset: onset.day, interval: onset.interval, day: t, score });
      if (!opened || isRecovery(context, opened, episodes)) continue;
      episodes.push(opened);
      break;
    }
  }
  return { context, episodes, scores };
}

/** Is a rise only the way back from a fall? Then the level before the fall is what it has to pass. */
export function isRecovery({ series }: EpisodeContext, opened: Episode, earlier: readonly Episode[]): boolean {
  if (opened.direction !== 'better') return false;
  return earlier.some((e) => {
    const isNear = e.direction === 'worse' && opened.raisedOn - (e.clearedOn ?? opened.raisedOn) < RECOVERY_DAYS;
    return isNear && findOrientation(series.metric) * (opened.value - e.usual.middle) <= 0;
  });
}
