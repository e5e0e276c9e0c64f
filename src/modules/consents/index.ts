/**
 * Consents: what a patient agreed to, in which words, told by whom. `isConsented` asks as of now, in the transaction
 * that is open; inside a query use `consentGiven` of platform/auth. `ConsentHooks` is for what must happen with an answer.
 */
export { ConsentsModule } from './consents.module.js';
export { ConsentsService } from './consents.service.js';
export { ConsentHooks, type ConsentChange } from './consent-hooks.js';
export {
  findDecision,
  findDecisions,
  findLastDecision,
  insertDecision,
  isConsented,
  type DecisionRow,
} from './consents.repository.js';
export type { ConsentHow, ConsentStatus } from './decide-consent.js';
export { findText, type ConsentText } from './consent-texts.repository.js';
