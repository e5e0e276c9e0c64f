import { chooseCalibration, DEFAULT_BUDGET, type AlarmRule } from './alarm-budget.js';
import { hangBells, ringAll, type Alarm, type AlarmBell } from './alarms.js';
import { scoreBank, type Direction } from './candidates.js';
import type { ActivityScale, DayInput } from './day-input.js';
import { FusedBank } from './fused-score.js';
import { BASELINE_DAYS } from './parameters.js';
import { Signals } from './signals.js';

export type Scores = Readonly<Record<Direction, number>>;

export interface WatchStart {
  /** Weekday of the first day, 0 = Monday. */
  readonly startDow: number;
  readonly scale: ActivityScale;
  /** Days at the start on which nothing is judged. */
  readonly baselineDays?: number;
  /** When the bells ring; the default budget's threshold unless said otherwise. */
  readonly rule?: AlarmRule;
}

/** What the fused score says about one day. */
export interface DayScores {
  /** Null while the first days only teach. */
  readonly scores: Scores | null;
  readonly alarms: readonly Alarm[];
}

function findDefaultRule(): AlarmRule {
  const { threshold, confidence } = chooseCalibration({});
  return { thresholdOn: () => threshold, budgetOn: () => DEFAULT_BUDGET, confidence };
}

/** The fused score day by day: gates, residuals, evidence and alarms. Each day costs the same, however long the history. */
export class FusedWatch {
  readonly signals: Signals;
  readonly bank: FusedBank;
  private readonly bells: readonly AlarmBell[];
  private readonly baselineDays: number;

  constructor({ startDow, scale, baselineDays = BASELINE_DAYS, rule = findDefaultRule() }: WatchStart) {
    this.signals = new Signals(startDow, scale);
    this.bank = new FusedBank(this.signals);
    this.baselineDays = baselineDays;
    this.bells = hangBells(this.bank, rule);
  }

  push(day: DayInput): DayScores {
    const t = this.signals.days;
    this.signals.push(day);
    this.bank.push(t);
    if (t < this.baselineDays) return { scores: null, alarms: [] };
    const scores = scoreBank(this.bank);
    return { scores, alarms: ringAll(this.bells, t, scores) };
  }
}
