import type { FieldError } from './domain-error.js';
import { sayable } from './sayable.js';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string;
  /** Fields that the schema does not know. */
  readonly keys?: readonly string[];
}

/** Somebody who sends thousands of them is told of so many. */
const MOST_UNKNOWN = 20;

/** Of what these say, that there is nothing is the first thing to know. */
const OF_NOTHING = new Set(['invalid_type', 'invalid_value', 'invalid_union']);

/**
 * What is wrong, field by field. Of a value of the wrong kind nothing else is said: a text that should have been a list
 * is not too long as well.
 *
 * @param input - what was checked: a sentence of a schema's own ("must be a UUID") does not say that there is nothing
 */
export function toFieldErrors(issues: readonly Issue[], input: unknown): FieldError[] {
  const found = issues.flatMap(({ message, path = [], code = '', keys }) => {
    const places = path.map((part) => (typeof part === 'object' ? part.key : part));
    const names = sayablePlaces(places);
    if (code === 'unrecognized_keys' && keys) return unknownIn(names, keys);
    const isMissing = OF_NOTHING.has(code) && isNothing(input, places);
    const words = isMissing ? missing(message) : message;
    const isCut = names.length < places.length;
    return [{ path: names.join('.'), message: isCut ? `holds a field that ${words}` : words, code }];
  });
  const wrongKind = new Set(found.filter(({ code }) => code === 'invalid_type').map(({ path }) => path));
  return found
    .filter(({ path, code }) => code === 'invalid_type' || !wrongKind.has(path))
    .map(({ path, message }) => ({ path, message }));
}

/** Up to a key that is a stranger's word, as in a record of answers. */
function sayablePlaces(places: readonly PropertyKey[]): string[] {
  const names = places.map((place) => sayable(String(place), 'member'));
  const end = names.indexOf('');
  return end < 0 ? names : names.slice(0, end);
}

/** What is wrong with all of what was sent has no field's name in front of it. */
export const ofWhole = (what: string, errors: readonly FieldError[]): FieldError[] =>
  errors.map((one) =>
    one.path === '' && /^(is missing|must be )/.test(one.message)
      ? { ...one, message: `${what} ${one.message}.` }
      : one,
  );

const missing = (message: string): string => (message.startsWith('must ') ? `is missing: it ${message}` : message);

function isNothing(input: unknown, places: readonly PropertyKey[]): boolean {
  let at = input;
  for (const place of places) {
    if (typeof at !== 'object' || at === null) return false;
    at = Object.hasOwn(at, place) ? (at as Record<PropertyKey, unknown>)[place] : undefined;
  }
  return at === undefined || at === null;
}

function unknownIn(names: readonly string[], keys: readonly string[]) {
  const named = keys.filter((key) => sayable(key, 'member') !== '').slice(0, MOST_UNKNOWN);
  const errors = named.map((key) => ({
    path: [...names, key].join('.'),
    message: 'is not known here',
    code: '',
  }));
  if (errors.length > 0) return errors;
  return [{ path: names.join('.'), message: 'must not hold a field that is not known here', code: '' }];
}
