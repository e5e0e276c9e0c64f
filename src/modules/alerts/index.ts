/** Alerts: one open alert per concern, from raised to resolved; who finds one says so here. */
export { AlertsModule } from './alerts.module.js';
export { clearConcern, closeConcerns, reportConcern, reportConcerns } from './concerns/report-concerns.js';
export { reportLasting } from './concerns/report-lasting.js';
export type { Concern, Producer } from './concerns/concern.js';
export type { Evidence } from './concerns/evidence.schema.js';
export { followAlerts, type AlertFollower } from './lifecycle/followers.js';
export { TIERS } from './rules/alert-rule.schema.js';
export { DEFAULT_RULES } from './rules/default-rules.js';
export { findRule } from './rules/find-rule.js';
export type { RuleSettings } from './rules/alert-rule.schema.js';
export type { Kind } from './concerns/kinds.js';
export { reachAlert } from './worklist/reach-alert.js';
export { findPastDeteriorations, type PastAlert } from './worklist/past-alerts.repository.js';
export { recordEvent } from './lifecycle/alert-events.repository.js';
export { judgeOutcome, type Judgement } from './lifecycle/judge-outcome.js';
