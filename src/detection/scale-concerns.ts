import { METRICS, type Domain, type MetricId } from '../metrics/index.js';
import { DEFAULT_BUDGET, type AlarmBudget } from './alarm-budget.js';
import { isRare } from './cadence.js';
import { findCompany } from './company.js';
import type { ConcernEpisode } from './concern-episodes.js';
import { rateSeverity, type Episode, type EpisodeContext } from './episode.js';
import { buildEvidence } from './evidence.js';
import { countValid, findMeaningful, findOrientation } from './metric-series.js';
import { sayEpisode } from './metric-trend.js';
import { SIGNALS } from './parameters.js';
import type { PatientSignals } from './patient-signals.js';
import type { Concern } from './patient-trend.js';
import { findVariance } from './report-change.js';
import { judgeEstimate } from './sprint-verdict.js';
import type { Readings } from './watched-metrics.js';

/**
 * Standard errors from usual that a report must lie to be of concern, at the default budget: with that the questionnaires
 * together add at most a tenth of the budget to the false alarms of the fused score (README, "Questionnaires").
 */
const CONCERN_Z = 3;
/** Change of that bound per e-fold of the budget: the slope of the normal tail there. */
const Z_PER_LOG_BUDGET = 0.3;
/** Nothing that people say twice is surer. */
const MOST_CONFIDENCE = 0.99;

export interface ScaleInput {
  readonly readings: Readings;
  readonly patient: PatientSignals;
  readonly last: number;
  /** Concerns of the fused score: of one domain there is one concern. */
  readonly taken: readonly ConcernEpisode[];
  readonly budget?: AlarmBudget;
}

/** Which questionnaires, asked every few weeks, have become so much worse that somebody should hear of it? One per domain. */
export function findScaleConcerns(input: ScaleInput): Concern[] {
  const { readings, patient, taken, last, budget = DEFAULT_BUDGET } = input;
  const bound = CONCERN_Z - Z_PER_LOG_BUDGET * Math.log(budget / DEFAULT_BUDGET);
  const fused: readonly MetricId[] = SIGNALS.map((id) => patient.metricOf[id]);
  const found = new Map<Domain, { context: EpisodeContext; episode: Episode }>();
  for (const { context, episode } of readings.values()) {
    const { metric, cadenceDays } = context.series;
    const { domain } = METRICS[metric];
    if (fused.includes(metric) || !isRare(cadenceDays[last]!)) continue;
    if (episode?.direction !== 'worse' || !(episode.peak >= bound)) continue;
    if (taken.some((c) => c.domain === domain && c.episode.direction === 'worse')) continue;
    if (episode.peak > (found.get(domain)?.episode.peak ?? 0)) found.set(domain, { context, episode });
  }
  return [...found].map(([domain, at]) => toConcern(input, domain, at.context, at.episode));
}

function toConcern(
  { readings, patient, last }: ScaleInput,
  domain: Domain,
  context: EpisodeContext,
  episode: Episode,
): Concern {
  const confidence = findConfidence(context, episode, last);
  const sentence = sayEpisode(context, episode, 'worse', last);
  const evidence = buildEvidence({
    context,
    episode,
    through: last,
    confidence,
    ...findCompany(readings, patient, context.series.metric, 'worse', []),
  });
  const severity = rateSeverity(context.series, episode);
  return {
    kind: 'deterioration',
    domain,
    severity,
    confidence,
    since: evidence.since,
    evidence,
    sentence,
    patientSentence: sentence,
  };
}

/** Chance that it really is worse by a meaningful change, as the sprint verdict reckons it. */
function findConfidence({ series }: EpisodeContext, { usual, value, onset }: Episode, last: number): number {
  const { metric } = series;
  const d = findOrientation(metric) * (value - usual.middle);
  const v = findVariance(metric, Math.min(2, countValid(series, onset, last)), usual.validDays);
  const { probs } = judgeEstimate({ d, v }, findMeaningful(metric, usual.middle, 'worse'));
  return Math.min(MOST_CONFIDENCE, probs.deteriorating);
}
