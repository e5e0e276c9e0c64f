export * from './format.js';
export * from './labels.js';
export { METRIC_NAMES, METRIC_UNITS } from './catalogue.js';
export { confidenceWords } from './confidence.js';
export { budgetShare, budgetInClinic } from './budget.js';
export { say, sayOnPage, sayPanel } from './say.js';
export { phrase } from './phrases.js';
export { syncWords } from './sync.js';
export { howWords, purposeWords, withdrawalWords } from './consents.js';
