export * from './format.js';
export * from './labels.js';
export { METRIC_NAMES, METRIC_UNITS, SENTENCE_KEYS, type SentenceKey } from './catalogue.js';
export { currentLang, say, sayPanel, type Lang } from './say.js';
export { pseudoText } from './pseudo.js';
