import type { SignalId } from './parameters.js';
import type { Signals } from './signals.js';
import { CLASSES, weighClass, type Class } from './sprint-classes.js';
import { drawShapes, type SprintSpan } from './sprint-shapes.js';
import { DOMAIN_IDS, type SprintSignals } from './sprint-signals.js';

export type VerdictLabel = Class | 'insufficient';

export interface Verdict {
  readonly label: VerdictLabel;
  readonly confidence: number;
  readonly probs: Readonly<Record<VerdictLabel, number>>;
}

/** Nothing can be said. */
export const INSUFFICIENT: Verdict = {
  label: 'insufficient',
  confidence: 1,
  probs: { improving: 0, plateau: 0, deteriorating: 0, insufficient: 1 },
};

const PRIOR: Readonly<Record<Class, number>> = { improving: 0.267, plateau: 0.423, deteriorating: 0.31 };
/** Chance that the change is a drift over the whole sprint; else it is a step in its first half. */
const DRIFT_SHARE: Readonly<Record<Class, number>> = { improving: 0.914, plateau: 0.586, deteriorating: 0.71 };
/** Above 1: the evidence is a little stronger than the model knows. */
const SHARPNESS = 1.08;

/**
 * How did the goal go over the sprint? Bayesian equivalence test: chances of "better", "no change" and "worse", given
 * all signals up to the last day. "Insufficient" when the goal was hardly measured.
 */
export function judgeSprint(prepared: SprintSignals, span: SprintSpan): Verdict {
  if (isInsufficient(prepared.signals, span)) return INSUFFICIENT;
  const goal = span.goal === 'activity' || span.goal === 'sleep' ? span.goal : 'pain';
  const { drift, steps } = drawShapes(span);
  const shapes = [drift, ...steps];
  const [activity, sleep, pain] = DOMAIN_IDS.map((id) => prepared.estimate(id, span, shapes));
  const total: Record<Class, number> = { improving: 0, plateau: 0, deteriorating: 0 };
  for (let k = 0; k < shapes.length; k++) {
    const estimates = { activity: activity?.[k] ?? null, sleep: sleep?.[k] ?? null, pain: pain?.[k] ?? null };
    for (const c of CLASSES) {
      const share = k === 0 ? DRIFT_SHARE[c] : (1 - DRIFT_SHARE[c]) / steps.length;
      total[c] += share * weighClass(estimates, goal, c);
    }
  }
  return toVerdict(total);
}

function isInsufficient(signals: Signals, { start, end, goal }: SprintSpan): boolean {
  const count = (id: SignalId) => {
    let n = 0;
    for (let t = start; t <= end; t++) n += Number(signals.byId[id].w[t]! > 0);
    return n;
  };
  if (goal === 'activity' || goal === 'sleep') return count(goal) < 0.45 * (end - start + 1);
  return count('peg') <= 1 && count('nrs') < 7;
}

function toVerdict(total: Readonly<Record<Class, number>>): Verdict {
  const weight = (c: Class) => total[c] ** SHARPNESS * PRIOR[c];
  return shareOut({
    improving: weight('improving'),
    plateau: weight('plateau'),
    deteriorating: weight('deteriorating'),
  });
}

/** Chances in proportion to these weights. */
export function shareOut(weights: Readonly<Record<Class, number>>): Verdict {
  const sum = CLASSES.reduce((s, c) => s + weights[c], 0);
  const probs = {
    improving: weights.improving / sum,
    plateau: weights.plateau / sum,
    deteriorating: weights.deteriorating / sum,
    insufficient: 0,
  };
  const label = CLASSES.reduce((a, c) => (probs[c] > probs[a] ? c : a));
  return { label, confidence: probs[label], probs };
}
