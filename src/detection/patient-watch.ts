import { type Domain, METRIC_IDS, METRICS, type MetricId } from '../metrics/index.js';
import { toRule, type AlarmBudget, type AlarmCalibration } from './alarm-budget.js';
import { hangBells, ringAll, type AlarmBell } from './alarms.js';
import { findWeekday } from './civil-days.js';
import { ConcernFollower, type ConcernEpisode, type Followers } from './concern-follower.js';
import { FusedWatch, type DayScores } from './fused-watch.js';
import { MetricFollower, type FollowerSetting } from './metric-follower.js';
import { SIGNALS } from './parameters.js';
import type { PatientDays } from './patient-days.js';
import { ACTIVITY_SCALE, findOwnSignal, mapSignals, readDay, type ActivityMetric } from './patient-signals.js';
import { ScaleFollower, type ScaleConcern } from './scale-follower.js';
import { SprintFollower, type GoalSource } from './sprint-state.js';
import { SprintSignals } from './sprint-signals.js';

export interface WatchOptions {
  readonly baselineDays: number;
  readonly calibration: AlarmCalibration;
  /** What questionnaires go by, unless the calibration says what was in force. */
  readonly budget: AlarmBudget;
  /** More calibrations to follow the same days by: what would have opened under them? */
  readonly others?: readonly AlarmCalibration[];
}

interface Track {
  readonly bells: readonly AlarmBell[];
  readonly concerns: ConcernFollower;
}

/** What a day brought to light. */
export interface WatchedDay extends DayScores {
  readonly opened: readonly ConcernEpisode[];
  /** Questionnaires of concern that are to be told: as they became so, or when the fused score's concern of their domain ended. */
  readonly scales: readonly ScaleConcern[];
}

/** Everything that is followed of one patient, given which metric plays the activity. */
export class PatientWatch {
  readonly metricOf;
  readonly fused: FusedWatch;
  readonly concerns = new ConcernFollower();
  /** What the other calibrations see. */
  readonly tracks: readonly Track[];
  readonly sprint: SprintFollower | null;
  private readonly scales: ScaleFollower;
  private readonly byMetric = new Map<MetricId, MetricFollower>();
  private readonly setting: FollowerSetting;

  constructor(
    readonly activity: ActivityMetric,
    private readonly history: PatientDays,
    { baselineDays, calibration, budget, others = [] }: WatchOptions,
  ) {
    const { firstDay, sprint } = history;
    this.metricOf = mapSignals(activity);
    const startDow = findWeekday(firstDay);
    const rule = toRule(calibration, firstDay, budget);
    this.scales = new ScaleFollower(rule.budgetOn);
    this.fused = new FusedWatch({ startDow, scale: ACTIVITY_SCALE[activity], baselineDays, rule });
    const { signals, bank } = this.fused;
    this.tracks = others.map((other) => {
      return { bells: hangBells(bank, toRule(other, firstDay, budget)), concerns: new ConcernFollower() };
    });
    this.setting = { firstDay, baselineDays, signals };
    this.sprint = sprint && new SprintFollower(new SprintSignals(signals), sprint, firstDay, this.findSource);
  }

  /** The metrics the patient has, in the order of the catalogue. */
  get followers(): readonly MetricFollower[] {
    return METRIC_IDS.flatMap((id) => this.byMetric.get(id) ?? []);
  }

  /** Takes day t, the next one, from the history. */
  push(t: number): WatchedDay {
    const day = this.fused.push(readDay(this.history, this.activity, t));
    for (const [metric, samples] of Object.entries(this.history.metrics)) {
      const follower = this.byMetric.get(metric as MetricId);
      if (follower) follower.push(samples[t]!, t);
      else this.begin(metric as MetricId, t);
    }
    const fused = this.findFused();
    const opened = this.concerns.push(t, day, fused);
    this.followOthers(t, day, fused);
    this.sprint?.follow(t);
    return { ...day, opened, scales: this.scales.push(t, this.findUnfused(), this.isTaken) };
  }

  private followOthers(t: number, { scores }: DayScores, fused: Followers): void {
    if (!scores) return;
    for (const { bells, concerns } of this.tracks)
      concerns.push(t, { scores, alarms: ringAll(bells, t, scores) }, fused);
  }

  /** Questionnaires of concern today; of one domain there is one concern, and the fused score goes first. */
  findScales(): readonly ScaleConcern[] {
    return this.scales.findOpen(this.findUnfused()).filter(({ domain }) => !this.isTaken(domain));
  }

  private readonly isTaken = (domain: Domain): boolean =>
    this.concerns.findOpen().some((c) => c.domain === domain && c.episode.direction === 'worse');

  private findUnfused(): readonly MetricFollower[] {
    const fused: readonly MetricId[] = Object.values(this.metricOf);
    return this.followers.filter((f) => !fused.includes(f.context.series.metric));
  }

  private begin(metric: MetricId, through: number): void {
    const follower = new MetricFollower(metric, findOwnSignal(metric, this.metricOf), this.setting);
    this.byMetric.set(metric, follower);
    for (let t = 0; t <= through; t++) follower.push(this.history.metrics[metric]![t]!, t);
  }

  private findFused(): Followers {
    const followers: Partial<Record<(typeof SIGNALS)[number], MetricFollower>> = {};
    for (const id of SIGNALS) {
      const follower = this.byMetric.get(this.metricOf[id]);
      if (follower && METRICS[this.metricOf[id]].better !== 'none') followers[id] = follower;
    }
    return followers;
  }

  private readonly findSource: GoalSource = (metric) => {
    const signal = SIGNALS.find((id) => this.metricOf[id] === metric) ?? null;
    const follower = this.byMetric.get(metric);
    return follower ? { signal, series: follower.context.series } : null;
  };
}
