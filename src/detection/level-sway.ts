import { METRICS, type MetricId } from '../metrics/index.js';
import { SWAY } from './sprint-signals.js';

/**
 * Variance of the difference between the means of two neighbouring spans of so many days, from the slow sway of a level that
 * comes and goes by itself; in the metric's unit squared. More days a week do not lessen it, longer spans hardly.
 *
 * @param level - amounts sway in shares of it
 */
export function findSwayVariance(metric: MetricId, level: number, days: number): number {
  const x = days / SWAY.days;
  const g = (1 - Math.exp(-x)) / x;
  const ofOne = (2 * (1 - g)) / x;
  return 2 * (ofOne - g * g) * findSwaySd(metric, level) ** 2;
}

/** Daily scores sway like pain, in their own size. */
function findSwaySd(metric: MetricId, level: number): number {
  const { domain, change, selfReported } = METRICS[metric];
  if (selfReported) return (SWAY.pain * (change.absolute ?? 0)) / METRICS.painIntensity.change.absolute!;
  return domain === 'sleep' ? SWAY.sleep : SWAY.activity * level;
}
