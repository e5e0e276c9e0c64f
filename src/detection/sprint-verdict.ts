import { PARAMETERS, type SignalId } from './parameters.js';
import { findResiduals, type Residuals } from './residuals.js';
import type { Signals } from './signals.js';

export type VerdictLabel = 'improving' | 'plateau' | 'deteriorating' | 'insufficient';

export interface Verdict {
  readonly label: VerdictLabel;
  readonly confidence: number;
  readonly probs: Readonly<Record<VerdictLabel, number>>;
}

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
const PRIOR: Readonly<Record<Class, number>> = { improving: 0.36, plateau: 0.4, deteriorating: 0.24 };
const BEFORE_DAYS = 42;

/** Meaningful change per domain, and the wander added to the variance of an estimate. */
const DOMAINS = {
  activity: { change: 0.163, wander: 0.042, other: 1.3, device: 0.2 },
  sleep: { change: 0.75, wander: 0.12, other: 1.04, device: 0.35 },
  pain: { change: 1, wander: 0.15, other: 1.3, device: 0 },
} as const;
type DomainId = keyof typeof DOMAINS;

/**
 * How did the goal go over the sprint? Bayesian equivalence test: chances of "better", "no change" and "worse", given
 * all signals up to the last day. "Insufficient" when the goal was hardly measured.
 */
export function judgeSprint(signals: Signals, span: SprintSpan): Verdict {
  if (isInsufficient(signals, span)) {
    return {
      label: 'insufficient',
      confidence: 1,
      probs: { improving: 0, plateau: 0, deteriorating: 0, insufficient: 1 },
    };
  }
  const goal = span.goal === 'activity' || span.goal === 'sleep' ? span.goal : 'pain';
  const templates = listTemplates(span);
  const total: Record<Class, number> = { improving: 0, plateau: 0, deteriorating: 0 };
  const residuals = findSprintResiduals(signals);
  for (const template of templates) {
    const likelihood: Record<Class, number> = { improving: 1, plateau: 1, deteriorating: 1 };
    for (const domain of Object.keys(DOMAINS) as DomainId[]) {
      const estimate = estimateDomain(residuals, signals, span, domain, template.g);
      if (!estimate) continue;
      for (const c of CLASSES) likelihood[c] *= weighClass(estimate, domain, domain === goal, c);
    }
    for (const c of CLASSES) total[c] += template.share * likelihood[c];
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
  readonly share: number;
  readonly g: (t: number) => number;
}

/** A steady drift over the sprint, or a step somewhere in its first half. */
function listTemplates({ start, end, plannedEnd }: SprintSpan): SprintTemplate[] {
  const length = plannedEnd - start + 1;
  const steps: number[] = [];
  for (let at = start + 2; at < start + length / 2 && at < end; at += 3) steps.push(at);
  return [
    { share: 0.6, g: (t) => Math.max(0, (t - start + 1) / length) },
    ...steps.map((at) => ({ share: 0.4 / steps.length, g: (t: number) => (t >= at ? 1 : 0) })),
  ];
}

function findSprintResiduals(signals: Signals): Record<SignalId, Residuals> {
  const of = (id: SignalId) =>
    findResiduals(signals.byId[id], signals, PARAMETERS[id], { clipSd: 2.5, levelGain: 0.1 });
  return { activity: of('activity'), sleep: of('sleep'), nrs: of('nrs'), peg: of('peg') };
}

interface Estimate {
  readonly d: number;
  readonly v: number;
}

function estimateDomain(
  residuals: Readonly<Record<SignalId, Residuals>>,
  signals: Signals,
  span: SprintSpan,
  domain: DomainId,
  g: SprintTemplate['g'],
): Estimate | null {
  const wander = DOMAINS[domain].wander ** 2;
  const of = (id: SignalId, scale: number) => {
    const e = fitShift(residuals[id], signals, span, id, domain, g);
    return e && { d: e.d / scale, v: e.v / (scale * scale) };
  };
  if (domain !== 'pain') {
    const e = of(domain, 1);
    return e && { d: e.d, v: e.v + wander };
  }
  const parts = [of('peg', 1), of('nrs', 0.9)].filter((e) => e !== null);
  if (parts.length === 0) return null;
  const precision = parts.reduce((sum, e) => sum + 1 / e.v, 0);
  return { d: parts.reduce((sum, e) => sum + e.d / e.v, 0) / precision, v: 1 / precision + wander };
}

/** Weighted ridge least squares of level, earlier slope, change in the sprint and change of device. */
function fitShift(
  residuals: Residuals,
  signals: Signals,
  span: SprintSpan,
  id: SignalId,
  domain: DomainId,
  g: SprintTemplate['g'],
): Estimate | null {
  const p = PARAMETERS[id];
  const sd = residuals.sd[span.end]!;
  const noise = sd * sd * ((1 + p.rho) / (1 - p.rho));
  const since = p.fromDevice ? signals.deviceSince[span.end]! : 0;
  const from = Math.max(0, span.start - BEFORE_DAYS);
  const a = new Float64Array(16);
  const b = new Float64Array(4);
  let before = 0;
  let during = 0;
  for (let t = from; t <= span.end; t++) {
    const w = residuals.w[t]!;
    if (w === 0) continue;
    if (t < span.start) before += w;
    else during += w;
    const x = [1, Math.min(t - span.start, 0) / 28, g(t), since > from && t >= since ? 1 : 0];
    for (let i = 0; i < 4; i++) {
      b[i] = b[i]! + (w * x[i]! * residuals.r[t]!) / noise;
      for (let j = 0; j < 4; j++) a[4 * i + j] = a[4 * i + j]! + (w * x[i]! * x[j]!) / noise;
    }
  }
  if (before === 0 || during === 0) return null;
  const m = DOMAINS[domain].change;
  a[5] = a[5]! + 1 / (2 * m) ** 2;
  a[10] = a[10]! + 1e-6;
  a[15] = a[15]! + (DOMAINS[domain].device ? 1 / DOMAINS[domain].device ** 2 : 1e6);
  const inverse = invert4(a);
  let d = 0;
  for (let j = 0; j < 4; j++) d += inverse[8 + j]! * b[j]!;
  return { d, v: inverse[10]! };
}

/** Gauss-Jordan for a 4 × 4 positive definite matrix. */
function invert4(matrix: Float64Array): Float64Array {
  const a = Float64Array.from(matrix);
  const out = new Float64Array(16);
  for (let i = 0; i < 4; i++) out[5 * i] = 1;
  for (let i = 0; i < 4; i++) {
    const pivot = a[5 * i]!;
    for (let j = 0; j < 4; j++) {
      a[4 * i + j] = a[4 * i + j]! / pivot;
      out[4 * i + j] = out[4 * i + j]! / pivot;
    }
    for (let k = 0; k < 4; k++) {
      if (k === i) continue;
      const f = a[4 * k + i]!;
      for (let j = 0; j < 4; j++) {
        a[4 * k + j] = a[4 * k + j]! - f * a[4 * i + j]!;
        out[4 * k + j] = out[4 * k + j]! - f * out[4 * i + j]!;
      }
    }
  }
  return out;
}

/** Likelihood of the estimate under a class, relative to exactly no change. */
function weighClass({ d, v }: Estimate, domain: DomainId, isGoal: boolean, c: Class): number {
  const m = DOMAINS[domain].change;
  const density = (at: number, spread: number) => {
    const total = v + spread * spread;
    return Math.sqrt(v / total) * Math.exp(0.5 * ((d * d) / v - (d - at) ** 2 / total));
  };
  const flat = density(0, 0.15 * m);
  if (c === 'plateau') return flat;
  const sign = c === 'improving' ? 1 : -1;
  if (isGoal) return density(sign * 1.75 * m, 0.45 * m);
  return 0.5 * flat + 0.5 * density(sign * DOMAINS[domain].other * m, 0.7 * m);
}

function toVerdict(total: Readonly<Record<Class, number>>): Verdict {
  const weight = (c: Class) => total[c] ** 0.95 * PRIOR[c];
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
