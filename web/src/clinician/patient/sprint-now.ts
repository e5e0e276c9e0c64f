import { METRICS } from '../../../../src/metrics/index.js';
import type { SprintMetric } from '../../api/types.js';
import { figure, sayOnPage } from '../../words/index.js';

/**
 * Where a sprint's metric stands, in words: the recent middle. While there are too few days for one it is the newest value,
 * and how few there are: "6.0, one answer".
 */
export function nowWords({ metric, now, few }: Pick<SprintMetric, 'metric' | 'now' | 'few'>): string {
  if (now !== null) return figure(metric, now);
  if (!few) return sayOnPage('sprint.nowUnknown');
  const how = METRICS[metric].selfReported ? 'answered' : 'worn';
  return sayOnPage('sprint.nowFew', { now: figure(metric, few.value), days: few.days, how });
}
