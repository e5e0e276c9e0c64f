import { PARAMETERS, SIGNALS, type SignalId } from './parameters.js';
import { Residuals } from './residuals.js';
import type { Signals } from './signals.js';
import { prepareFit, type Estimate } from './sprint-fit.js';

export type VerdictLabel = 'improving' | 'plateau' | 'deteriorating' | 'insufficient';

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

export interface SprintSpan {
  /** Day indexes, both inclusive. */
  readonly start: number;
  readonly end: number;
  /** Planned last day, for the shape of the ramp; equals `end` when the sprint is over. */
  readonly plannedEnd: number;
  readonly goal: SignalId;
}

const CLASSES = ['improving', 'plateau', 'deteriorating'] as const;
type Class = (typeof CLASSES)[number];
const PRIOR: Readonly<Record<Class, number>> = { improving: 0.335, plateau: 0.372, deteriorating: 0.293 };
const BEFORE_DAYS = 30;

/**
 * Per domain: the meaningful change (log of 15 %, half an hour, one point), how far the slope before and a change of
 * device may reach, the wander of the level that is no change, and how much a domain that is not the goal moves along.
 * The wander is large on purpose: estimates scatter more than day-to-day noise explains (README).
 */
const DOMAINS = {
  activity: { change: 0.14, slope: 0.18, device: 0.2, wander: 0.133, along: 0.108 },
  sleep: { change: 0.5, slope: 0.36, device: 0.35, wander: 0.258, along: 0.64 },
  pain: { change: 1, slope: 1.35, device: 0, wander: 0.149, along: 1.35 },
} as const;
/** Lag-1 correlation of what the fit leaves over. */
const FIT_RHO: Readonly<Record<SignalId, number>> = { activity: 0.247, sleep: 0.09, nrs: 0.065, peg: 0 };
/** In meaningful changes: where "better" and "worse" lie and spread, how flat "no change" is. */
const SIZE = { goal: 1.75, goalSpread: 0.42, flatSpread: 0.166, alongSpread: 0.59, unaffected: 0.474 };
/** Chance that the change is a drift over the whole sprint; else it is a step in its first half. */
const DRIFT_SHARE: Readonly<Record<Class, number>> = { improving: 0.67, plateau: 0.6, deteriorating: 0.867 };
type DomainId = keyof typeof DOMAINS;
const DOMAIN_IDS: readonly DomainId[] = ['activity', 'sleep', 'pain'];

/** The residuals that verdicts are made of: looser than those of alarms. They grow with the signals. */
export class SprintSignals {
  readonly residuals: Readonly<Record<SignalId, Residuals>>;
  private days = 0;

  constructor(readonly signals: Signals) {
    const start = (id: SignalId) => new Residuals(PARAMETERS[id], { clipSd: 2.5, levelGain: 0.1 });
    this.residuals = { activity: start('activity'), sleep: start('sleep'), nrs: start('nrs'), peg: start('peg') };
    this.catchUp();
  }

  /** Takes over the days the signals have got since. */
  catchUp(): void {
    const { signals, residuals } = this;
    for (; this.days < signals.days; this.days++) {
      const at = { dow: signals.dow(this.days), isNewDevice: signals.isNewDevice(this.days) };
      for (const id of SIGNALS) residuals[id].push(signals.at(id, this.days), at);
    }
  }
}

/**
 * How did the goal go over the sprint? Bayesian equivalence test: chances of "better", "no change" and "worse", given
 * all signals up to the last day. "Insufficient" when the goal was hardly measured.
 */
export function judgeSprint(prepared: SprintSignals, span: SprintSpan): Verdict {
  if (isInsufficient(prepared.signals, span)) return INSUFFICIENT;
  const goal = span.goal === 'activity' || span.goal === 'sleep' ? span.goal : 'pain';
  const total: Record<Class, number> = { improving: 0, plateau: 0, deteriorating: 0 };
  const fits = DOMAIN_IDS.map((domain) => prepareDomain(prepared, span, domain));
  for (const { share, shape } of listTemplates(span)) {
    const likelihood: Record<Class, number> = { improving: 1, plateau: 1, deteriorating: 1 };
    DOMAIN_IDS.forEach((domain, i) => {
      const estimate = fits[i]!(shape);
      if (!estimate) return;
      for (const c of CLASSES) likelihood[c] *= weighClass(estimate, domain, domain === goal, c);
    });
    for (const c of CLASSES) total[c] += share(c) * likelihood[c];
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

interface SprintTemplate {
  readonly share: (c: Class) => number;
  readonly shape: Float64Array;
}

const findFirst = ({ start }: SprintSpan) => Math.max(0, start - BEFORE_DAYS);

/** A steady drift over the sprint, or a step somewhere in its first half. */
function listTemplates(span: SprintSpan): SprintTemplate[] {
  const { start, end, plannedEnd } = span;
  const length = plannedEnd - start + 1;
  const steps: number[] = [];
  for (let at = start + 2; at < start + length / 2 && at < end; at += 3) steps.push(at);
  const from = findFirst(span);
  const draw = (g: (t: number) => number) => Float64Array.from({ length: end - from + 1 }, (_, i) => g(from + i));
  return [
    { share: (c) => DRIFT_SHARE[c], shape: draw((t) => Math.max(0, (t - start + 1) / length)) },
    ...steps.map((at) => ({
      share: (c: Class) => (1 - DRIFT_SHARE[c]) / steps.length,
      shape: draw((t) => (t >= at ? 1 : 0)),
    })),
  ];
}

/** The change of one domain for one shape; the two pain scores are joined by their precision. */
type DomainFit = (shape: Float64Array) => Estimate | null;

function prepareDomain({ signals, residuals }: SprintSignals, span: SprintSpan, domain: DomainId): DomainFit {
  const { slope, device } = DOMAINS[domain];
  const wander = DOMAINS[domain].wander ** 2;
  const fitOf = (id: SignalId) => {
    const p = PARAMETERS[id];
    const deviceSince = p.fromDevice ? signals.deviceSince[span.end]! : 0;
    const days = { from: findFirst(span), start: span.start, end: span.end, deviceSince };
    return prepareFit(residuals[id], FIT_RHO[id], days, { slope, device });
  };
  if (domain !== 'pain') {
    const fit = fitOf(domain);
    return (shape) => widen(fit(shape), wander);
  }
  const [peg, nrs] = [fitOf('peg'), fitOf('nrs')];
  return (shape) => widen(joinEstimates(peg(shape), rescale(nrs(shape), NRS_PER_PEG)), wander);
}

/** A point of PEG goes with 0.9 points of the daily pain score. */
const NRS_PER_PEG = 0.9;

const rescale = (e: Estimate | null, by: number) => e && { d: e.d / by, v: e.v / (by * by) };
const widen = (e: Estimate | null, variance: number) => e && { d: e.d, v: e.v + variance };

function joinEstimates(a: Estimate | null, b: Estimate | null): Estimate | null {
  if (!a || !b) return a ?? b;
  const v = 1 / (1 / a.v + 1 / b.v);
  return { d: v * (a.d / a.v + b.d / b.v), v };
}

/**
 * The same test for a score that no signal stands for, from its estimated change (better is positive) and variance.
 *
 * @param change - the meaningful change, in the unit of the estimate
 */
export function judgeEstimate(estimate: Estimate, change: number): Verdict {
  const weigh = (c: Class) => weighGoal(estimate, change, c);
  return toVerdict({ improving: weigh('improving'), plateau: weigh('plateau'), deteriorating: weigh('deteriorating') });
}

/** Likelihood of the goal's estimate under a class, relative to exactly no change; m = the meaningful change. */
function weighGoal(estimate: Estimate, m: number, c: Class): number {
  if (c === 'plateau') return weighAt(estimate, 0, SIZE.flatSpread * m);
  return weighAt(estimate, (c === 'improving' ? 1 : -1) * SIZE.goal * m, SIZE.goalSpread * m);
}

/** The same for any domain: what is not the goal may move along, or not. */
function weighClass(estimate: Estimate, domain: DomainId, isGoal: boolean, c: Class): number {
  const m = DOMAINS[domain].change;
  if (isGoal || c === 'plateau') return weighGoal(estimate, m, c);
  const sign = c === 'improving' ? 1 : -1;
  const moved = weighAt(estimate, sign * DOMAINS[domain].along, SIZE.alongSpread * m);
  return SIZE.unaffected * weighGoal(estimate, m, 'plateau') + (1 - SIZE.unaffected) * moved;
}

function weighAt({ d, v }: Estimate, at: number, spread: number): number {
  const total = v + spread * spread;
  return Math.sqrt(v / total) * Math.exp(0.5 * ((d * d) / v - (d - at) ** 2 / total));
}
function toVerdict(total: Readonly<Record<Class, number>>): Verdict {
  const weight = (c: Class) => total[c] * PRIOR[c];
  const sum = CLASSES.reduce((s, c) => s + weight(c), 0);
  const probs = {
    improving: weight('improving') / sum,
    plateau: weight('plateau') / sum,
    deteriorating: weight('deteriorating') / sum,
    insufficient: 0,
  };
  const label = CLASSES.reduce((a, c) => (probs[c] > probs[a] ? c : a));
  return { label, confidence: probs[label], probs };
}
