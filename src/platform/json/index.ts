/** Reads and writes JSON of strangers: bounded, unambiguous, and without losing a digit. */
export { canonicalText } from './canonical-text.js';
export { findBadText } from './find-bad-text.js';
export { JsonRefused, type JsonRefusal } from './json-refused.js';
export type { Line } from './line-batch.js';
export { answerLines } from './line-stream.js';
export { parseBatch, parseJson, type ReadJson } from './parse-json.js';
export type { JsonLimits } from './scan-json.js';
export { readLikeLists } from './read-like-lists.js';
export { readLikeOthers } from './read-like-others.js';
export { type Pattern, type Slot, stencilOf } from './stencil.js';
export {
  cameWithExact,
  carryExact,
  exactPaths,
  exactText,
  rememberExact,
  restoreExact,
  stringifyJson,
} from './exact-numbers.js';
