import { METRICS, type MetricId } from '../metrics/index.js';
import { isRare } from './cadence.js';
import { findCandidates, findOnset, scoreBank, type Direction } from './candidates.js';
import type { Day } from './civil-days.js';
import { DeviceSince } from './device-since.js';
import { followEpisode, openEpisode, type Episode, type EpisodeContext, type Noticed } from './episode.js';
import { SoloBank } from './fused-score.js';
import type { Scores } from './fused-watch.js';
import { findOrientation, GrowingSeries } from './metric-series.js';
import type { DaySample } from './patient-days.js';
import type { OwnSignal } from './patient-signals.js';
import { findReportChange } from './report-change.js';
import type { Signals } from './signals.js';

/** What the followers of a patient's metrics share. */
export interface FollowerSetting {
  readonly firstDay: Day;
  readonly baselineDays: number;
  readonly signals: Signals;
}

/** How a day looks, and what began to change in a direction; null = nothing. */
interface Look {
  readonly scores: Scores;
  readonly notice: (direction: Direction) => Noticed | null;
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
  private readonly devices = new DeviceSince();

  constructor(
    metric: MetricId,
    private readonly own: OwnSignal | null,
    private readonly at: FollowerSetting,
  ) {
    this.series = new GrowingSeries(metric);
    this.context = { series: this.series, firstDay: at.firstDay, deviceSince: this.devices.since };
    this.bank = own && new SoloBank(own.parameters, at.signals);
  }

  /** Takes the next day, t; the signals must have it already. */
  push(sample: DaySample, t: number): void {
    const value = this.series.push(sample);
    this.pushDevice(sample.device, t);
    if (!this.bank) return;
    this.bank.push(this.own!.read(value, this.at.signals, t), t);
    if (t < this.at.baselineDays) return;
    const look = this.isByReport(t) ? lookAtReport(this.context, t) : lookAtDays(this.bank, t);
    this.scores = look.scores;
    const current = this.episodes.at(-1);
    if (current && current.clearedOn === null) {
      const followed = followEpisode(this.context, current, t, look.scores[current.direction]);
      this.episodes[this.episodes.length - 1] = followed;
    } else this.open(look);
  }

  /** What no device measures never changes device; where nobody says which one it is, it is that of the patient's activity. */
  private pushDevice(device: string | null | undefined, t: number): void {
    if (METRICS[this.series.metric].selfReported) this.devices.push(null);
    else if (device === undefined && !this.devices.isKnown) this.devices.follow(this.at.signals.deviceSince[t]!);
    else this.devices.push(device ?? null);
  }

  /** Weekly PEG is judged in the fused score and alone by days; what else comes rarely, report by report. */
  private isByReport(t: number): boolean {
    const { metric, cadenceDays } = this.series;
    return metric !== 'pegScore' && isRare(cadenceDays[t]!);
  }

  private open(look: Look): void {
    const cleared = this.episodes.at(-1);
    for (const direction of ['worse', 'better'] as const) {
      const noticed = look.notice(direction);
      // What ended cannot begin again in its own past.
      if (!noticed || (cleared && noticed.onset <= cleared.onset)) continue;
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

function lookAtDays(bank: SoloBank, t: number): Look {
  const scores = scoreBank(bank);
  return {
    scores,
    notice: (direction) => {
      const score = scores[direction];
      if (!(score >= ALONE_THRESHOLD)) return null;
      const { day: onset, interval } = findOnset(findCandidates(bank, direction));
      return { direction, onset, interval, day: t, score };
    },
  };
}

/** Scores are then standard errors from usual; days without a report have none. */
function lookAtReport(context: EpisodeContext, t: number): Look {
  const found = { worse: findReportChange(context, t, 'worse'), better: findReportChange(context, t, 'better') };
  return {
    scores: { worse: found.worse?.z ?? Number.NaN, better: found.better?.z ?? Number.NaN },
    notice: (direction) => {
      const change = found[direction];
      return change?.isReliable
        ? { direction, onset: change.onset, interval: change.interval, day: t, score: change.z }
        : null;
    },
  };
}

/** Is a rise only the way back from a fall? Then the level before the fall is what it has to pass. */
export function isRecovery({ series }: EpisodeContext, opened: Episode, earlier: readonly Episode[]): boolean {
  if (opened.direction !== 'better') return false;
  return earlier.some((e) => {
    const isNear = e.direction === 'worse' && opened.raisedOn - (e.clearedOn ?? opened.raisedOn) < RECOVERY_DAYS;
    return isNear && findOrientation(series.metric) * (opened.value - e.usual.middle) <= 0;
  });
}
