import { findCompany } from './company.js';
import { rateSeverity, type Episode, type EpisodeContext } from './episode.js';
import { buildEvidence } from './evidence.js';
import type { Readings } from './metric-readings.js';
import { countValid, findMeaningful, findOrientation } from './metric-series.js';
import { sayEpisode } from './metric-trend.js';
import type { MetricOfSignal } from './patient-signals.js';
import type { Concern } from './patient-trend.js';
import { findVariance } from './report-change.js';
import type { ScaleConcern } from './scale-follower.js';
import { judgeEstimate } from './judge-estimate.js';

/** Nothing that people say twice is surer. */
const MOST_CONFIDENCE = 0.99;

/** Says that a questionnaire is of concern, with the evidence. */
export function tellScaleConcern(
  { domain, context, episode }: ScaleConcern,
  {
    readings,
    metricOf,
    last,
  }: { readonly readings: Readings; readonly metricOf: MetricOfSignal; readonly last: number },
): Concern {
  const confidence = findConfidence(context, episode, last);
  const sentence = sayEpisode(context, episode, 'worse', last);
  const { metric } = context.series;
  const company = findCompany({ readings, metricOf, metric, direction: 'worse', spoke: [] });
  // A questionnaire is judged in standard errors: no score that a confidence could be learned from.
  const built = buildEvidence({ context, episode, through: last, confidence, ...company });
  const evidence = { ...built, score: null, scoreAtRaising: null };
  return {
    kind: 'deterioration',
    domain,
    severity: rateSeverity(context.series, episode),
    confidence,
    since: evidence.since,
    evidence,
    sentence,
    patientSentence: sentence,
  };
}

/** Chance that it really is worse by a meaningful change, as the sprint verdict reckons it. */
export function findConfidence({ series }: EpisodeContext, { usual, value, onset }: Episode, last: number): number {
  const { metric } = series;
  const d = findOrientation(metric) * (value - usual.middle);
  const v = findVariance(metric, Math.min(2, countValid(series, onset, last)), usual.validDays);
  const { probs } = judgeEstimate({ d, v }, findMeaningful(metric, usual.middle, 'worse'));
  return Math.min(MOST_CONFIDENCE, probs.deteriorating);
}
