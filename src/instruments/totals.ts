import type { MetricId } from '../metrics/index.js';

/** The metric that is the total of an instrument, by the name that rules use for it. */
export const TOTALS: Readonly<Record<string, MetricId>> = {
  phq9: 'phq9Score',
  gad7: 'gad7Score',
  isi: 'isiScore',
  pcs: 'pcsScore',
  pseq: 'pseqScore',
  odi: 'odiScore',
  bpi: 'bpiInterference',
  peg: 'pegScore',
};
