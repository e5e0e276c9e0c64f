/** What patients say themselves: the one-minute diary and questionnaires. */
export { SelfReportModule } from './selfreport.module.js';
export { findPromConcern, findPromMetric } from './concerns/prom-threshold.js';
export { findPastTotals, findPromConcerns, reportRedFlags } from './concerns/read-reports.js';
