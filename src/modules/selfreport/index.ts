/** What patients say themselves: the one-minute diary and questionnaires. */
export { SelfReportModule } from './selfreport.module.js';
export { findPromConcern, findPromMetric } from './concerns/prom-threshold.js';
export { findPastTotals, findPromConcerns } from './concerns/read-reports.js';
export { reportRedFlags } from './concerns/report-red-flags.js';
