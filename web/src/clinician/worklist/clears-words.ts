import { INSTRUMENT_TOTALS, METRICS } from '../../../../src/metrics/index.js';
import type { AlertDetail, Fact } from '../../api/types.js';
import { chosen, figure, METRIC_NAMES, number, sayOnPage } from '../../words/index.js';

/** What would end this alert, in words that are true of its kind, by what the server knows of it. */
export const clearsWords = (alert: Pick<AlertDetail, 'kind' | 'evidence' | 'clears' | 'sentence'>): string =>
  sayOnPage(`clears.${alert.kind}`, factsOfClearing(alert));

function factsOfClearing({ evidence, clears, sentence }: Parameters<typeof clearsWords>[0]): Record<string, Fact> {
  if (evidence.type === 'prom') {
    const { instrument, comparator, threshold } = evidence;
    return {
      instrument: instrumentName(instrument),
      comparator: chosen(comparator),
      threshold: number(clears.threshold ?? threshold),
    };
  }
  if (evidence.type !== 'trend') return { known: 'false', about: evidence.type };
  const { clearsWhen } = evidence;
  if (!clearsWhen) return { known: 'false' };
  const { metric, comparator, value, days } = clearsWhen;
  // Worn less and less: the rule counts days. Not worn for days on end: one day is enough.
  if (evidence.unit === 'd')
    return { known: String(sentence.key === 'trend.wearDeclining'), days: Math.ceil(value), of: days };
  const counted = METRICS[metric].selfReported ? 'answers' : 'worn';
  return { known: 'true', days, counted, comparator, value: figure(metric, value) };
}

/** "PHQ-9", as everywhere else. */
export function instrumentName(instrument: string): string {
  const metric = Object.hasOwn(INSTRUMENT_TOTALS, instrument) ? INSTRUMENT_TOTALS[instrument] : undefined;
  return metric ? METRIC_NAMES.clinician[metric] : instrument.toUpperCase();
}
