import type { MetricId } from './metric.js';

/** Which metric is the total of a questionnaire, by the name that rules use for it: from `METRICS` comes its range. */
export const INSTRUMENT_TOTALS: Readonly<Record<string, MetricId>> = {
  phq9: 'phq9Score',
  gad7: 'gad7Score',
  isi: 'isiScore',
  pcs: 'pcsScore',
  pseq: 'pseqScore',
  odi: 'odiScore',
  bpi: 'bpiInterference',
  peg: 'pegScore',
};
