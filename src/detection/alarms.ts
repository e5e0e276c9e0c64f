import { findCandidates, findOnset, type Bank, type Direction, type Onset } from './candidates.js';
import { toConfidence, type ConfidenceCurve } from './alarm-budget.js';
import { findFactor } from './fused-score.js';
import { QUIET_DAYS, SIGNALS, type SignalId } from './parameters.js';

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

/** What turns scores into alarms: the threshold of each day, and how sure a score makes us. */
export interface AlarmRule {
  readonly thresholds: Float64Array;
  readonly confidence: ConfidenceCurve;
}

/** The alarms, in order: the score reaches the threshold and the last alarm is at least 14 days old. */
export function findAlarms(bank: Bank, direction: Direction, scores: Float64Array, rule: AlarmRule): Alarm[] {
  const alarms: Alarm[] = [];
  let last = -QUIET_DAYS;
  for (let t = 0; t < scores.length; t++) {
    if (!(scores[t]! >= rule.thresholds[t]!) || t - last < QUIET_DAYS) continue;
    alarms.push(describeAlarm(bank, t, { direction, score: scores[t]!, curve: rule.confidence }));
    last = t;
  }
  return alarms;
}

const CLEAR_FACTOR = 3;

interface Raised {
  readonly direction: Direction;
  readonly score: number;
  readonly curve: ConfidenceCurve;
}

function describeAlarm(bank: Bank, day: number, { direction, score, curve }: Raised): Alarm {
  const onset = findOnset(findCandidates(bank, day, direction));
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
