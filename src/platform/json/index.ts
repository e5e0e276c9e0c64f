/** Reads and writes JSON of strangers: bounded, unambiguous, and without losing a digit. */
export { JsonRefused, type JsonRefusal } from './json-refused.js';
export { parseJson } from './parse-json.js';
export type { JsonLimits } from './scan-json.js';
export {
  cameWithExact,
  carryExact,
  exactPaths,
  exactText,
  holdsExact,
  rememberExact,
  restoreExact,
  stringifyJson,
} from './exact-numbers.js';
