import type { Episode, EpisodeContext } from './episode.js';
import { findRecent } from './metric-series.js';
import type { UsualRange } from './patient-trend.js';
import { findUsualBefore, findUsualFrom } from './usual-range.js';

/**
 * One metric on the last day. Charts and the evidence of every concern read from here, so that no two places of a screen
 * tell another number of the same metric.
 */
export interface MetricReading {
  readonly context: EpisodeContext;
  /** The open change that speaks for the metric: a concern's, else its own. */
  readonly episode: Episode | null;
  readonly usual: UsualRange | null;
  /** The middle of recent days; null without enough of them. */
  readonly value: number | null;
  /** First day (index) of what is compared with usual; null = only with the start of the history. */
  readonly since: number | null;
}

/** What a metric without a change of its own is compared with. Days are indexes. */
interface Occasion {
  readonly since: number;
  /** Does the comparison hold although the device changed since? */
  readonly acrossDevices: boolean;
}

/** @param occasions - the first one with enough days before and after it counts */
export function readMetric(
  context: EpisodeContext,
  last: number,
  episode: Episode | null,
  occasions: readonly Occasion[],
): MetricReading {
  const { series, firstDay, deviceSince } = context;
  const recent = findRecent(series, last)?.middle ?? null;
  if (episode) {
    const value = recent === null ? null : episode.value;
    return { context, episode, usual: episode.usual, value, since: episode.onset };
  }
  for (const { since, acrossDevices } of occasions) {
    const isOther = deviceSince[last]! > since;
    if (isOther && !acrossDevices) continue;
    const usual = findUsualBefore(series, firstDay, since - 1, isOther ? 0 : deviceSince[last]!);
    const value = findRecent(series, last, since)?.middle;
    if (usual && value !== undefined) return { context, episode, usual, value, since };
  }
  const usual = findUsualFrom(series, firstDay, deviceSince[last]!, last);
  return { context, episode, usual, value: recent, since: null };
}
