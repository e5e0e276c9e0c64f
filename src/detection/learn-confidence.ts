import { DEFAULT_CONFIDENCE, SURE_SCORE, toConfidence, type ConfidenceCurve } from './alarm-budget.js';

/** An alarm that somebody has judged. */
export interface JudgedAlarm {
  /** On the day it was raised: confidence is shown from then on, and every score grows with what happens later. */
  readonly score: number;
  readonly real: boolean;
}

/**
 * The default curve counts like so many judged alarms, spread over scores as alarms are: most of them are just above.
 * It was fitted where true alarms are far more frequent than in life, so it yields as soon as {@link LEAST_JUDGED} are judged.
 */
const PRIOR_WEIGHT = 20;
const PRIOR_SCORES: readonly number[] = [0.16, 0.2, 0.25, 0.3, 0.4, 0.6, 0.9, 1.4, 2.1, SURE_SCORE];

/** From so many judged alarms on a share of true ones is told; before, how strong the evidence is. */
export const LEAST_JUDGED = 20;

interface Sample {
  readonly x: number;
  /** Share of real ones. */
  readonly y: number;
  readonly weight: number;
}

/**
 * How sure may a score make us in this clinic? Platt's logistic refit on judged alarms (maximum a posteriori; Platt
 * 1999), held by the default curve with the weight of 20 alarms. Never falls with the score.
 *
 * @returns exactly the default without judged alarms
 */
export function learnConfidence(judged: readonly JudgedAlarm[]): ConfidenceCurve {
  if (judged.length === 0) return DEFAULT_CONFIDENCE;
  const samples: Sample[] = [
    ...PRIOR_SCORES.map((x) => ({ x, y: toConfidence(x), weight: PRIOR_WEIGHT / PRIOR_SCORES.length })),
    ...judged.map(({ score, real }) => ({ x: Math.min(score, SURE_SCORE), y: Number(real), weight: 1 })),
  ];
  const curve = fitLogistic(samples);
  if (curve.slope >= 0) return curve;
  const share = samples.reduce((sum, s) => sum + s.weight * s.y, 0) / samples.reduce((sum, s) => sum + s.weight, 0);
  return { intercept: Math.log(share / (1 - share)), slope: 0 };
}

const STEPS = 100;
const STILL = 1e-10;

/** Newton's method, each step halved until it climbs. The prior's soft labels keep the optimum finite. */
function fitLogistic(samples: readonly Sample[]): ConfidenceCurve {
  let [a, b] = [DEFAULT_CONFIDENCE.intercept, DEFAULT_CONFIDENCE.slope];
  let best = weighLikelihood(samples, a, b);
  for (let i = 0; i < STEPS; i++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0];
    for (const { x, y, weight } of samples) {
      const p = toShare(a + b * x);
      const w = weight * p * (1 - p);
      ga += weight * (y - p);
      gb += weight * (y - p) * x;
      haa += w;
      hab += w * x;
      hbb += w * x * x;
    }
    const det = haa * hbb - hab * hab;
    let [da, db] = [(hbb * ga - hab * gb) / det, (haa * gb - hab * ga) / det];
    if (!(Math.abs(da) + Math.abs(db) > STILL)) break;
    let next = weighLikelihood(samples, a + da, b + db);
    for (let halved = 0; halved < 30 && next < best; halved++) {
      [da, db] = [da / 2, db / 2];
      next = weighLikelihood(samples, a + da, b + db);
    }
    if (!(next > best)) break;
    [a, b, best] = [a + da, b + db, next];
  }
  return { intercept: a, slope: b };
}

const toShare = (logit: number) => 1 / (1 + Math.exp(-logit));
/** Without overflow for any logit. */
const logShare = (logit: number) => -(Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(-logit, 0));

const weighLikelihood = (samples: readonly Sample[], a: number, b: number): number =>
  samples.reduce((sum, { x, y, weight }) => {
    const logit = a + b * x;
    return sum + weight * (y * logShare(logit) + (1 - y) * logShare(-logit));
  }, 0);
