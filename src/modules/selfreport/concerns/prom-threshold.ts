import { INSTRUMENT_TOTALS, METRICS, type MetricId } from '../../../metrics/index.js';
import type { Concern, RuleSettings } from '../../alerts/index.js';

/** Of which metric is this instrument the total? */
export const findPromMetric = (instrument: string): MetricId | undefined => INSTRUMENT_TOTALS[instrument];

/** A total as it was reported. */
export interface Report {
  readonly responseId: string;
  readonly answeredMs: number;
  /** In the patient's days. */
  readonly answeredOn: string;
  readonly score: number;
}
type Threshold = RuleSettings['thresholds'][number];

const isBeyond = (score: number, { comparator, score: limit }: Threshold) =>
  comparator === 'at-least' ? score >= limit : score <= limit;

/**
 * Is the newest total beyond a threshold of the rule? The most severe one that it is beyond holds. It is so until the next
 * report says otherwise.
 *
 * @param reports - of this instrument, the newest first
 * @param live - may it interrupt somebody today?
 */
export function findPromConcern(
  patientId: string,
  { instrument, thresholds }: { readonly instrument: string; readonly thresholds: readonly Threshold[] },
  [newest, previous]: readonly Report[],
  live: boolean,
): Concern | null {
  const metric = INSTRUMENT_TOTALS[instrument];
  if (!newest || !metric) return null;
  const [beyond] = thresholds
    .filter((one) => one.instrument === instrument && isBeyond(newest.score, one))
    .sort((a, b) => b.severity - a.severity);
  if (!beyond) return null;
  const at = (ms: number) => new Date(ms).toISOString();
  const sentence = {
    key: 'prom.threshold',
    facts: {
      metric,
      value: newest.score,
      threshold: beyond.score,
      comparator: beyond.comparator === 'at-most' ? 'atMost' : 'atLeast',
      since: newest.answeredOn,
    },
  };
  return {
    patientId,
    producer: 'trends',
    kind: 'prom-threshold',
    domain: METRICS[metric].domain,
    key: instrument,
    severity: beyond.severity,
    confidence: null,
    since: newest.answeredOn,
    live,
    sentence,
    patientSentence: sentence,
    evidence: {
      type: 'prom',
      instrument,
      responseId: newest.responseId,
      answeredAt: at(newest.answeredMs),
      score: newest.score,
      comparator: beyond.comparator,
      threshold: beyond.score,
      band: null,
      previous: previous ? { score: previous.score, answeredAt: at(previous.answeredMs) } : null,
    },
  };
}
