import type { z } from 'zod';
import type { FieldError } from './domain-error.js';

/**
 * What Zod says of itself, in words for whoever filled in the field. A sentence that a schema brings along comes first;
 * undefined leaves Zod's own.
 */
export function toPlainWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type')
    return issue.input === undefined || issue.input === null ? missing(issue) : undefined;
  if (issue.code === 'too_big') return limit('at most', issue.origin, issue.maximum);
  if (issue.code !== 'too_small') return undefined;
  const isEmpty = issue.minimum === 1 && issue.origin === 'string';
  return isEmpty ? 'must not be empty' : limit('at least', issue.origin, issue.minimum);
}

/** What is wrong with all of what was sent has no field's name in front of it. */
const missing = ({ path }: z.core.$ZodRawIssue): string => (path?.length ? 'is missing' : 'The body is missing.');

function limit(bound: 'at most' | 'at least', origin: string, many: number | bigint): string | undefined {
  if (origin === 'string') return `must have ${bound} ${many} characters`;
  if (origin === 'array' || origin === 'set') return `must have ${bound} ${many} entries`;
  return origin === 'number' || origin === 'int' || origin === 'bigint' ? `must be ${bound} ${many}` : undefined;
}

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string;
  /** Fields that the schema does not know. */
  readonly keys?: readonly string[];
}

/** Somebody who sends thousands of them is told of so many. */
const MOST_UNKNOWN = 20;
/** The name is a stranger's: said again only when it looks like one. */
const LIKE_A_NAME = /^[\w:.$-]{1,60}$/;

/**
 * What is wrong, field by field. Of a value of the wrong kind nothing else is said: a text that should have been a list
 * is not too long as well.
 */
export function toFieldErrors(issues: readonly Issue[]): FieldError[] {
  const found = issues.flatMap(({ message, path = [], code, keys }) => {
    const names = path.map((part) => String(typeof part === 'object' ? part.key : part));
    return code === 'unrecognized_keys' && keys ? unknownIn(names, keys) : [{ path: names.join('.'), message, code }];
  });
  const wrongKind = new Set(found.filter(({ code }) => code === 'invalid_type').map(({ path }) => path));
  return found
    .filter(({ path, code }) => code === 'invalid_type' || !wrongKind.has(path))
    .map(({ path, message }) => ({ path, message }));
}

function unknownIn(names: readonly string[], keys: readonly string[]) {
  const sayable = keys.filter((key) => LIKE_A_NAME.test(key)).slice(0, MOST_UNKNOWN);
  const errors = sayable.map((key) => ({
    path: [...names, key].join('.'),
    message: 'is not known here',
    code: undefined,
  }));
  if (errors.length > 0) return errors;
  return [{ path: names.join('.'), message: 'must not hold a field that is not known here', code: undefined }];
}
