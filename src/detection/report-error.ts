import { METRICS, type MetricId } from '../metrics/index.js';

/** 1.96 · √2: the least reliable difference of two reports in standard errors of measurement (Jacobson & Truax 1991). */
const RELIABLE_IN_ERRORS = 1.96 * Math.SQRT2;
/** Where nobody has measured it. In the scales of the catalogue with both figures it is 0.2 to 1.0, the middle one 0.4. */
const ERROR_PER_CHANGE = 0.6;

/** Standard error of one report of this score, in its unit: how far two reports scatter although nothing changed. */
export function findError(metric: MetricId): number {
  const { reliable, absolute = 0 } = METRICS[metric].change;
  return reliable === undefined ? ERROR_PER_CHANGE * absolute : reliable / RELIABLE_IN_ERRORS;
}

/** Least difference by which one report counts against another, in the unit; infinite where its error is not known. */
export const findReliable = (metric: MetricId): number => METRICS[metric].change.reliable ?? Number.POSITIVE_INFINITY;
