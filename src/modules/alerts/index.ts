/** Alerts: one open alert per concern, from raised to resolved; who finds one says so here. */
export { AlertsModule } from './alerts.module.js';
export { clearConcern, closeConcerns, reportConcern, reportConcerns } from './concerns/report-concerns.js';
export { reportLasting } from './concerns/report-lasting.js';
export type { Concern, Producer } from './concerns/concern.js';
export { Evidence, type FlagAnswer, type RedFlagEvidence } from './concerns/evidence.schema.js';
export { findKnown } from './concerns/find-known.js';
export { answersOf } from './lifecycle/compare-answers.js';
export { followAlerts, type AlertFollower } from './lifecycle/followers.js';
export {
  KindShape,
  RuleChange,
  RuleSettings,
  ScopeShape,
  TierShape,
  TIERS,
  type RuleScope,
} from './rules/alert-rule.schema.js';
export { findRulesFor } from './rules/alert-rules.repository.js';
export { checkSettings } from './rules/check-settings.js';
export { type RuleVersion, findEffectiveRule } from './rules/effective-rule.js';
export { reachScope } from './rules/reach-scope.js';
export { DEFAULT_RULES } from './rules/default-rules.js';
export { findRule } from './rules/find-rule.js';
export type { ToldRule } from './rules/alert-rule.schema.js';
export { concernKeyOf, isRaised, type Kind, KINDS, KIND_NAMES } from './concerns/kinds.js';
export { reachAlertById } from './worklist/reach-alert.js';
export { findPastDeteriorations, type PastAlert } from './worklist/past-alerts.repository.js';
export { type EventKind, recordEvent } from './lifecycle/alert-events.repository.js';
export { eventStands } from './lifecycle/event-stands.js';
export type { AlertState } from './lifecycle/alert-lifecycle.js';
export type { Tier } from './rules/alert-rule.schema.js';
export type { ConcernDomain } from './concerns/concern.js';
export { ANSWERS } from './alerts.schema.js';
export { touch as touchAlert } from './acts/acts.repository.js';
export { ACTED_ON, ENDS, judgeOutcome, type Judgement, type Outcome } from './lifecycle/judge-outcome.js';
export { OUTCOMES, STATES } from './alerts.schema.js';
export { findClinicRules } from './rules/find-rule.js';
export { REASONS } from './suppression/suppression.schema.js';
export { shortenWords } from './worklist/shorten-words.js';
export { SPARK_DAYS, sparkValues } from './worklist/spark.js';
export { ConcernReplay } from './replay/concern-replay.js';
export type { ReplayedItem } from './replay/memory-books.js';
export { findPastReports, type PastReport } from './replay/past-reports.js';
export { findPastHolds, findPastItems, findUsualHours, type PastItem } from './replay/past-reports.repository.js';
export { factsOf } from './replay/facts-of.js';
