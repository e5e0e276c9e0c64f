/** Alerts: one open alert per patient and concern, from raised to resolved. */
export { AlertsModule } from './alerts.module.js';
export { applyConcerns } from './apply-concerns.js';
export { findPastDeteriorations, type PastAlert } from './alerts.repository.js';
export { metricsOf } from './concern.js';
export { judgeOutcome, type Judgement } from './judge-outcome.js';
