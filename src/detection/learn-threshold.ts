import { BUDGET_RANGE, findBudget, findThreshold, type AlarmBudget } from './alarm-budget.js';

/** A month of the alarm budget. */
export const MONTH_DAYS = 30.44;

/** What a clinic's own series would have brought at one threshold. */
export interface CurvePoint {
  readonly threshold: number;
  /** Deteriorations that would have been told. */
  readonly opened: number;
  /** Of these, the ones that somebody judged real (they count against no budget), and the ones judged false. */
  readonly real: number;
  readonly refuted: number;
}

/** The same at every threshold of the grid, from the lowest to the highest. */
export interface AlarmCurve {
  readonly patientMonths: number;
  /** Alarms of these days that were really raised and judged. */
  readonly judged: { readonly real: number; readonly refuted: number };
  readonly points: readonly CurvePoint[];
}

/**
 * How much the detector's own threshold counts, in patient-months. Between one population and another the rate at a
 * fixed threshold differs by a factor of about 1.6 (the study saw 0.8 to 2.5): as much as five alarms scatter by chance,
 * and five alarms are 50 patient-months at the default budget.
 */
export const PRIOR_PATIENT_MONTHS = 50;

const STEP = 0.1;
/**
 * Nothing learned lies further from the detector's own threshold: that is about ten times its alarms, or a tenth of them.
 * A clinic in which much more is seen has changes that nobody judged, not another noise.
 */
const REACH = 1;
const [LEAST, MOST] = [findThreshold(BUDGET_RANGE.most) - REACH, findThreshold(BUDGET_RANGE.least) + REACH];
/** Thresholds worth trying. */
export const THRESHOLD_GRID: readonly number[] = Array.from(
  { length: Math.ceil((MOST - LEAST) / STEP) + 1 },
  (_, i) => Math.round(10 * (LEAST + i * STEP)) / 10,
);

/** What is known from elsewhere of the alarms that nobody judged counts like so many judgements. */
const PRIOR_JUDGEMENTS = 5;
/**
 * With fewer judgements nothing is known of the alarms but their number. Many may be a noisy clinic or an ill one, and a
 * threshold above the detector's own would make the ill one deaf.
 */
export const LEAST_JUDGEMENTS = 10;

/**
 * Which share of the alarms that nobody judged is false? As of those judged, held by what the detector brings elsewhere:
 * its own false alarms are false, what comes on top of them is not. Below the threshold in force it is the same, because
 * nothing was raised there that could be judged.
 */
function findFalseShare({ judged: { real, refuted }, patientMonths }: AlarmCurve, { threshold, opened }: CurvePoint) {
  const elsewhere = opened > 0 ? Math.min(1, (findBudget(threshold) * patientMonths) / opened) : 1;
  return (refuted + PRIOR_JUDGEMENTS * elsewhere) / (real + refuted + PRIOR_JUDGEMENTS);
}

/** Notifications taken for false at this threshold: between grid points in proportion, never more at a higher one. */
function countFalse(curve: AlarmCurve, threshold: number): number {
  const { points } = curve;
  let above: { threshold: number; count: number } | null = null;
  for (let i = points.length - 1; i >= 0; i--) {
    const { threshold: at, opened, real, refuted } = points[i]!;
    const unjudged = findFalseShare(curve, points[i]!) * (opened - real - refuted);
    const count = Math.max(refuted + unjudged, above?.count ?? 0);
    if (threshold >= at) {
      if (!above) return count;
      return count + ((above.count - count) * (threshold - at)) / (above.threshold - at);
    }
    above = { threshold: at, count };
  }
  return above?.count ?? 0;
}

/**
 * False alarms to expect per patient-month at this threshold: what the clinic's own series brought, and what the
 * detector brings elsewhere, weighed by their patient-months (the mean of a gamma-Poisson posterior).
 */
export function expectFalseAlarms(curve: AlarmCurve, threshold: number): number {
  const prior = PRIOR_PATIENT_MONTHS * findBudget(threshold);
  return (countFalse(curve, threshold) + prior) / (curve.patientMonths + PRIOR_PATIENT_MONTHS);
}

/**
 * Which score keeps this clinic within its budget? Without patient-months of its own exactly the detector's threshold,
 * and never above it before {@link LEAST_JUDGEMENTS} alarms are judged; a larger budget never gives a higher one.
 *
 * @throws DetectionInputError for a budget outside BUDGET_RANGE
 */
export function learnThreshold(curve: AlarmCurve, budget: AlarmBudget): number {
  const fallback = findThreshold(budget);
  if (curve.patientMonths <= 0) return fallback;
  let [low, high] = [fallback - REACH, fallback + REACH];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (expectFalseAlarms(curve, middle) > budget) low = middle;
    else high = middle;
  }
  // Finer than anything can be told apart, and coarser than the last bits of arithmetic.
  const learned = Math.round(high * 1e6) / 1e6;
  const isJudged = curve.judged.real + curve.judged.refuted >= LEAST_JUDGEMENTS;
  return isJudged ? learned : Math.min(learned, fallback);
}
