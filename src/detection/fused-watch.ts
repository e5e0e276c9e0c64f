import { chooseCalibration, type AlarmCalibration } from './alarm-budget.js';
import { AlarmBell, type Alarm } from './alarms.js';
import { scoreBank, type Direction } from './candidates.js';
import type { ActivityScale, DayInput } from './day-input.js';
import { FusedBank } from './fused-score.js';
import { BASELINE_DAYS, IMPROVEMENT_THRESHOLD } from './parameters.js';
import { Signals } from './signals.js';

export type Scores = Readonly<Record<Direction, number>>;

export interface WatchStart {
  /** Weekday of the first day, 0 = Monday. */
  readonly startDow: number;
  readonly scale: ActivityScale;
  /** Days at the start on which nothing is judged. */
  readonly baselineDays?: number;
  readonly calibration?: AlarmCalibration;
}

/** What the fused score says about one day. */
export interface DayScores {
  /** Null while the first days only teach. */
  readonly scores: Scores | null;
  readonly alarms: readonly Alarm[];
}

/** The fused score day by day: gates, residuals, evidence and alarms. Each day costs the same, however long the history. */
export class FusedWatch {
  readonly signals: Signals;
  private readonly bank: FusedBank;
  private readonly bells: readonly AlarmBell[];
  private readonly baselineDays: number;

  constructor({ startDow, scale, baselineDays = BASELINE_DAYS, calibration = chooseCalibration({}) }: WatchStart) {
    this.signals = new Signals(startDow, scale);
    this.bank = new FusedBank(this.signals);
    this.baselineDays = baselineDays;
    this.bells = [
      new AlarmBell(this.bank, 'worse', calibration),
      new AlarmBell(this.bank, 'better', { ...calibration, threshold: IMPROVEMENT_THRESHOLD }),
    ];
  }

  push(day: DayInput): DayScores {
    const t = this.signals.days;
    this.signals.push(day);
    this.bank.push(t);
    if (t < this.baselineDays) return { scores: null, alarms: [] };
    const scores = scoreBank(this.bank);
    const alarms = this.bells.map((bell) => bell.ring(t, scores[bell.direction]));
    return { scores, alarms: alarms.filter((alarm) => alarm !== null) };
  }
}
