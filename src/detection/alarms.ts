import { findCandidates, findOnset, type Bank, type Direction, type Onset } from './candidates.js';
import { toConfidence, type AlarmRule, type ConfidenceCurve } from './alarm-budget.js';
import { findFactor } from './fused-score.js';
import { IMPROVEMENT_THRESHOLD, QUIET_DAYS, SIGNALS, type SignalId } from './parameters.js';

/** A day on which a person should hear of it. */
export interface Alarm {
  readonly day: number;
  readonly direction: Direction;
  readonly score: number;
  readonly confidence: number;
  readonly onset: Onset;
  /** Signals that speak clearly for it, strongest first; never empty. */
  readonly moved: readonly SignalId[];
}

/** Raises an alarm when the score reaches the threshold and the last alarm is at least 14 days old. */
export class AlarmBell {
  private last = -QUIET_DAYS;

  constructor(
    private readonly bank: Bank,
    readonly direction: Direction,
    private readonly rule: AlarmRule,
  ) {}

  /** @param score - of day t, the bank's last one */
  ring(t: number, score: number): Alarm | null {
    if (!(score >= this.rule.thresholdOn(t)) || t - this.last < QUIET_DAYS) return null;
    this.last = t;
    return describeAlarm(this.bank, t, { direction: this.direction, score, curve: this.rule.confidence });
  }
}

/** One bell for each direction; only the one for worse goes by the clinic's threshold. */
export const hangBells = (bank: Bank, rule: AlarmRule): readonly AlarmBell[] => [
  new AlarmBell(bank, 'worse', rule),
  new AlarmBell(bank, 'better', { ...rule, thresholdOn: () => IMPROVEMENT_THRESHOLD }),
];

/** What rings on day t, the bank's last one. */
export const ringAll = (bells: readonly AlarmBell[], t: number, scores: Readonly<Record<Direction, number>>): Alarm[] =>
  bells.map((bell) => bell.ring(t, scores[bell.direction])).filter((alarm) => alarm !== null);

const CLEAR_FACTOR = 3;

interface Raised {
  readonly direction: Direction;
  readonly score: number;
  readonly curve: ConfidenceCurve;
}

function describeAlarm(bank: Bank, day: number, { direction, score, curve }: Raised): Alarm {
  const onset = findOnset(findCandidates(bank, direction));
  const factor = (id: SignalId) => findFactor(onset.best, id);
  const ranked = [...SIGNALS].sort((a, b) => factor(b) - factor(a));
  const clear = ranked.filter((id) => factor(id) > CLEAR_FACTOR);
  return {
    day,
    direction,
    score,
    confidence: toConfidence(score, curve),
    onset,
    moved: clear.length > 0 ? clear : ranked.slice(0, 1),
  };
}
