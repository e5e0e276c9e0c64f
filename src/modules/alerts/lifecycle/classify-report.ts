import { METRICS, type MetricId } from '../../../metrics/index.js';
import { canonicalText } from '../../../platform/json/index.js';
import { type Concern, metricsOf } from '../concerns/concern.js';
import type { Evidence } from '../concerns/evidence.schema.js';
import { compareAnswers } from './compare-answers.js';
import type { Report } from './transitions.js';

/** What an alert says, as far as news are told from what is known. */
export interface Known {
  readonly kind: Concern['kind'];
  readonly severity: number;
  readonly evidence: Evidence;
}

/**
 * What does a report say that the alert did not? The same words and evidence are no news; another metric is; another one
 * of the concern's own domain that got worse counts as much as growing worse: who has dealt with a GAD-7 has not yet
 * heard of a PHQ-9. Other domains have concerns of their own. An answer that calls somebody is as good as worse: who has
 * dealt with one has not heard of the next; one that is taken back is news, and takes nothing back.
 */
export function classifyReport(known: Known | undefined, concern: Concern): Report {
  if (!known) return 'more';
  if (concern.severity > known.severity) return 'worse';
  if (concern.kind === 'red-flag' && known.evidence.type === 'red-flag') {
    const change = compareAnswers(known.evidence, concern.evidence);
    if (change !== 'none') return change === 'more' ? 'worse' : 'joined';
  }
  const before = metricsOf(known.evidence);
  const joined = metricsOf(concern.evidence).filter((metric) => !before.includes(metric));
  if (
    concern.kind === 'deterioration' &&
    joined.some((metric) => METRICS[metric as MetricId]?.domain === concern.domain)
  )
    return 'spread';
  if (joined.length > 0 || concern.kind !== known.kind) return 'joined';
  return canonicalText(concern.evidence) === canonicalText(known.evidence) ? 'same' : 'more';
}
