/** Alerts: one open alert per concern, from raised to resolved; who finds one says so here. */
export { AlertsModule } from './alerts.module.js';
export { clearConcern, closeConcerns, reportConcern, reportConcerns } from './concerns/report-concerns.js';
export type { Concern, Producer } from './concerns/concern.js';
export type { Evidence } from './concerns/evidence.schema.js';
export { findPastDeteriorations, type PastAlert } from './worklist/past-alerts.repository.js';
export { judgeOutcome, type Judgement } from './lifecycle/judge-outcome.js';
