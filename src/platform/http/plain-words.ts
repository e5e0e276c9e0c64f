import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/** What Zod says of itself, in words for whoever filled in the field. A sentence that a schema brings along comes first. */
export function toPlainWords(issue: Issue): string {
  const isMissing = issue.input === undefined || issue.input === null;
  switch (issue.code) {
    case 'invalid_type':
      return isMissing ? 'is missing' : (KINDS[issue.expected] ?? 'must be something else');
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return isMissing ? 'is missing' : anyOf(issue);
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'is not written as it should be';
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'too_big':
      return limit(issue.inclusive === false ? 'less than' : 'at most', issue.origin, issue.maximum);
    case 'too_small':
      if (issue.minimum === 1 && issue.origin === 'string') return 'must not be empty';
      return limit(issue.inclusive === false ? 'more than' : 'at least', issue.origin, issue.minimum);
    case 'unrecognized_keys':
      return 'must not hold a field that is not known here';
    default:
      return 'is not accepted here';
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'must be a text',
  number: 'must be a number',
  int: 'must be a whole number',
  bigint: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  tuple: 'must be a list',
  object: 'must be an object',
  record: 'must be an object',
  date: 'must be a time',
  null: 'must be null',
  never: 'must be left out',
};

const FORMATS: Readonly<Record<string, string>> = {
  email: 'must be an e-mail address',
  url: 'must be a URL',
  uuid: 'must be a UUID',
  guid: 'must be a UUID',
  date: 'must be a day written YYYY-MM-DD',
  datetime: 'must be a time such as 2026-11-22T08:00:00Z',
  time: 'must be a time such as 08:30',
};

const oneOf = (values: readonly unknown[]): string =>
  `must be ${values.length > 1 ? 'one of ' : ''}${values.map(String).join(', ')}`;

/** Where each way says only of which kind it would be, all of them. */
function anyOf({ errors, options }: Extract<Issue, { code: 'invalid_union' }>): string {
  if (options) return oneOf(options as readonly unknown[]);
  const ways = errors.map(([first]) => (first?.path.length === 0 ? first.message : ''));
  if (ways.length === 0 || !ways.every((way) => way.startsWith(MUST_BE)))
    return 'has none of the forms that are taken here';
  return MUST_BE + [...new Set(ways.map((way) => way.slice(MUST_BE.length)))].join(' or ');
}

const MUST_BE = 'must be ';

function limit(bound: string, origin: string, many: number | bigint | Date): string {
  if (origin === 'string') return `must have ${bound} ${String(many)} characters`;
  if (origin === 'array' || origin === 'set') return `must have ${bound} ${String(many)} entries`;
  return `must be ${bound} ${many instanceof Date ? many.toISOString() : String(many)}`;
}
