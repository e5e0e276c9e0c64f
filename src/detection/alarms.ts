import { findCandidates, findOnset, type Bank, type Direction, type Onset } from './candidates.js';
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

/** Chance that a sustained change is really there, at the benchmark's prevalence (README). */
export function toConfidence(score: number): number {
  return 1 / (1 + Math.exp(-(0.498 + 0.513 * Math.min(score, 8))));
}

/** The alarms, in order: the score reaches the threshold and the last alarm is at least 14 days old. */
export function findAlarms(bank: Bank, direction: Direction, scores: Float64Array, threshold: number): Alarm[] {
  const alarms: Alarm[] = [];
  let last = -QUIET_DAYS;
  for (let t = 0; t < scores.length; t++) {
    if (!(scores[t]! >= threshold) || t - last < QUIET_DAYS) continue;
    alarms.push(describeAlarm(bank, t, direction, scores[t]!));
    last = t;
  }
  return alarms;
}

const CLEAR_FACTOR = 3;

function describeAlarm(bank: Bank, day: number, direction: Direction, score: number): Alarm {
  const onset = findOnset(findCandidates(bank, day, direction));
  const factor = (id: SignalId) => findFactor(onset.best, id);
  const ranked = [...SIGNALS].sort((a, b) => factor(b) - factor(a));
  const clear = ranked.filter((id) => factor(id) > CLEAR_FACTOR);
  return {
    day,
    direction,
    score,
    confidence: toConfidence(score),
    onset,
    moved: clear.length > 0 ? clear : ranked.slice(0, 1),
  };
}
