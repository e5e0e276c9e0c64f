import { explainDay, scoreDay, type Candidate, type Direction, type Prepared } from './fused-score.js';
import { QUIET_DAYS, SIGNALS, type SignalId } from './parameters.js';

/** A day on which a person should hear of it. */
export interface Alarm {
  readonly day: number;
  readonly direction: Direction;
  readonly score: number;
  readonly confidence: number;
  /** Likeliest first day of the change, and the days that hold four fifths of the evidence. */
  readonly onset: number;
  readonly onsetInterval: readonly [number, number];
  readonly factors: Readonly<Record<SignalId, number>>;
  /** Signals that speak clearly for it, strongest first; never empty. */
  readonly moved: readonly SignalId[];
}

/** Chance that a sustained change is really there, at the benchmark's prevalence (README). */
export function toConfidence(score: number): number {
  return 1 / (1 + Math.exp(-(0.508 + 0.421 * Math.min(score, 8))));
}

/** Scores of every day from `firstDay` on; earlier days are NaN (too little is known). */
export function scoreDays(prepared: Prepared, direction: Direction, firstDay: number): Float64Array {
  const scores = new Float64Array(prepared.signals.days).fill(Number.NaN);
  for (let t = firstDay; t < scores.length; t++) scores[t] = scoreDay(prepared, t, direction);
  return scores;
}

/** The alarms, in order: the score reaches the threshold and the last alarm is at least 14 days old. */
export function findAlarms(prepared: Prepared, direction: Direction, scores: Float64Array, threshold: number): Alarm[] {
  const alarms: Alarm[] = [];
  let last = -QUIET_DAYS;
  for (let t = 0; t < scores.length; t++) {
    if (!(scores[t]! >= threshold) || t - last < QUIET_DAYS) continue;
    alarms.push(describeAlarm(explainDay(prepared, t, direction), t, direction, scores[t]!));
    last = t;
  }
  return alarms;
}

const CLEAR_FACTOR = 3;

function describeAlarm(candidates: readonly Candidate[], day: number, direction: Direction, score: number): Alarm {
  const best = candidates.reduce((a, b) => (b.term > a.term ? b : a));
  const ranked = [...SIGNALS].sort((a, b) => best.factors[b] - best.factors[a]);
  const clear = ranked.filter((id) => best.factors[id] > CLEAR_FACTOR);
  return {
    day,
    direction,
    score,
    confidence: toConfidence(score),
    onset: best.onset,
    onsetInterval: findInterval(candidates, day),
    factors: best.factors,
    moved: clear.length > 0 ? clear : ranked.slice(0, 1),
  };
}

function findInterval(candidates: readonly Candidate[], day: number): [number, number] {
  const mass = new Map<number, number>();
  for (const c of candidates) mass.set(c.onset, (mass.get(c.onset) ?? 0) + c.term);
  const total = [...mass.values()].reduce((a, b) => a + b, 0);
  let held = 0;
  let [from, to] = [day, 0];
  for (const [onset, term] of [...mass].sort((a, b) => b[1] - a[1])) {
    from = Math.min(from, onset);
    to = Math.max(to, onset);
    held += term;
    if (held >= 0.8 * total) break;
  }
  return [from, to];
}
