import type { Concern } from '../alerts/index.js';
import { findPromMetric } from '../selfreport/index.js';

/**
 * One concern, one alert: a total beyond a threshold that has also become worse is told as what has become worse, as urgent
 * as the more urgent of the two.
 *
 * @param totals - totals beyond a threshold
 */
export function mergeTotals(found: readonly Concern[], totals: readonly Concern[]): Concern[] {
  const isToldBy = (worse: Concern, total: Concern) => {
    if (worse.kind !== 'deterioration' || total.kind !== 'prom-threshold' || (total.live && !worse.live)) return false;
    const { metric, alsoMoved } = worse.evidence;
    return [metric, ...alsoMoved.map((moved) => moved.metric)].some((one) => one === findPromMetric(total.key));
  };
  const lifted = found.map((one): Concern => {
    const severity = Math.max(...totals.filter((t) => isToldBy(one, t)).map((t) => t.severity), one.severity);
    return { ...one, severity } as Concern;
  });
  return [...lifted, ...totals.filter((total) => !found.some((one) => isToldBy(one, total)))];
}
