import { METRICS } from '../metrics/index.js';
import type { Day } from './civil-days.js';
import { judgeEstimate } from './judge-estimate.js';
import { findMeaningful, findOrientation, findRecent, type MetricSeries } from './metric-series.js';
import { findVariance } from './report-change.js';
import { INSUFFICIENT, type Verdict } from './sprint-verdict.js';
import { findUsualBefore } from './usual-range.js';

/**
 * How does a goal stand that only answers tell of (PHQ-9, mood …)? The recent middle within the sprint against usual before
 * it. "Insufficient" without either.
 *
 * @param start - index of the sprint's first day; nothing after `end` is looked at
 */
export function judgeByReports(series: MetricSeries, firstDay: Day, start: number, end: number): Verdict {
  const { metric } = series;
  const usual = findUsualBefore(series, firstDay, start - 1, 0);
  const recent = findRecent(series, end, start);
  if (!METRICS[metric].selfReported || !usual || !recent) return INSUFFICIENT;
  const d = findOrientation(metric) * (recent.middle - usual.middle);
  const v = findVariance(metric, recent.values.length, usual.validDays);
  return judgeEstimate({ d, v }, findMeaningful(metric, usual.middle, d >= 0 ? 'better' : 'worse'));
}
