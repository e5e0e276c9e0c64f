import { METRICS, type MetricId } from '../metrics/index.js';
import { findCandidates, findOnset, scoreBank } from './candidates.js';
import type { Day } from './civil-days.js';
import { followEpisode, openEpisode, type Episode, type EpisodeContext } from './episode.js';
import { SoloBank } from './fused-score.js';
import type { Scores } from './fused-watch.js';
import { findOrientation, GrowingSeries } from './metric-series.js';
import type { DaySample } from './patient-days.js';
import type { OwnSignal } from './patient-signals.js';
import type { Signals } from './signals.js';

/** What the followers of a patient's metrics share. */
export interface FollowerSetting {
  readonly firstDay: Day;
  readonly baselineDays: number;
  readonly signals: Signals;
  /** As many zeros as there are days: what no device measures never changes device. */
  readonly neverSwitched: readonly number[];
}

/** Evidence a metric needs on its own before its course is called changed, and before it counts as strong alone. */
export const ALONE_THRESHOLD = 1;
export const STRONG_ALONE = 2;
/** After a fall has cleared, getting back to the old level is recovery, not improvement, for so many days. */
const RECOVERY_DAYS = 56;

/** Follows one metric day by day: which changes began, and which lasts? */
export class MetricFollower {
  readonly context: EpisodeContext;
  /** Oldest first; only the last one can be open. */
  readonly episodes: Episode[] = [];
  /** Of the last day; null while the first days only teach, or when the metric has no better and worse. */
  scores: Scores | null = null;
  private readonly series: GrowingSeries;
  private readonly bank: SoloBank | null;

  constructor(
    metric: MetricId,
    private readonly own: OwnSignal | null,
    private readonly at: FollowerSetting,
  ) {
    this.series = new GrowingSeries(metric);
    const deviceSince = METRICS[metric].selfReported ? at.neverSwitched : at.signals.deviceSince;
    this.context = { series: this.series, firstDay: at.firstDay, deviceSince };
    this.bank = own && new SoloBank(own.parameters, at.signals);
  }

  /** Takes the next day, t; the signals must have it already. */
  push(sample: DaySample, t: number): void {
    const value = this.series.push(sample);
    if (!this.bank) return;
    this.bank.push(this.own!.read(value, this.at.signals, t), t);
    if (t < this.at.baselineDays) return;
    this.scores = scoreBank(this.bank);
    const current = this.episodes.at(-1);
    if (current && current.clearedOn === null) {
      const followed = followEpisode(this.context, current, t, this.scores[current.direction]);
      this.episodes[this.episodes.length - 1] = followed;
    } else this.open(this.bank, this.scores, t);
  }

  private open(bank: SoloBank, scores: Scores, t: number): void {
    const cleared = this.episodes.at(-1);
    for (const direction of ['worse', 'better'] as const) {
      const score = scores[direction];
      if (!(score >= ALONE_THRESHOLD)) continue;
      const onset = findOnset(findCandidates(bank, direction));
      // What ended cannot begin again in its own past.
      if (cleared && onset.day <= cleared.onset) continue;
      const noticed = { direction, onset: onset.day, interval: onset.interval, day: t, score };
      const opened = openEpisode(this.context, noticed);
      if (!opened || isRecovery(this.context, opened, this.episodes)) continue;
      this.episodes.push(opened);
      return;
    }
  }

  findOpenEpisode(): Episode | null {
    const latest = this.episodes.at(-1);
    return latest && latest.clearedOn === null ? latest : null;
  }
}

/** Is a rise only the way back from a fall? Then the level before the fall is what it has to pass. */
export function isRecovery({ series }: EpisodeContext, opened: Episode, earlier: readonly Episode[]): boolean {
  if (opened.direction !== 'better') return false;
  return earlier.some((e) => {
    const isNear = e.direction === 'worse' && opened.raisedOn - (e.clearedOn ?? opened.raisedOn) < RECOVERY_DAYS;
    return isNear && findOrientation(series.metric) * (opened.value - e.usual.middle) <= 0;
  });
}
