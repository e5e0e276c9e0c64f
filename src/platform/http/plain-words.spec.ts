import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { z } from 'zod';
import { toFieldErrors } from './plain-issues.js';
import { toPlainWords } from './plain-words.js';

beforeAll(() => void z.config({ customError: toPlainWords }));
afterAll(() => void z.config({ customError: undefined }));

const say = (schema: z.ZodType, of: unknown) => {
  const body = of === undefined ? {} : { of };
  return toFieldErrors(z.strictObject({ of: schema }).safeParse(body).error?.issues ?? [], body).map(
    ({ path, message }) => `${path} ${message}`,
  );
};
const uuid = z.uuid('must be a UUID').transform((text) => text.toLowerCase());
const kind = z.enum(['steps', 'sleep']);
const shape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('a'), n: z.number() }),
  z.strictObject({ kind: z.literal('b') }),
]);

it.each<[string, z.ZodType, string]>([
  ['a text with a form of its own', uuid, 'of is missing: it must be a UUID'],
  ['one of several words', kind, 'of is missing: it must be one of steps, sleep'],
  ['a word', z.literal('yes'), 'of is missing: it must be yes'],
  ['a number', z.number(), 'of is missing'],
  ['one of two kinds', z.union([z.number(), z.string()]), 'of is missing'],
  ['a number of an address', z.coerce.number(), 'of is missing: it must be a number'],
  ['what has a sentence of its own', z.string({ error: 'Say why.' }), 'of Say why.'],
])('%s that is not there is said to be missing', (_name, schema, words) => {
  expect(say(schema, undefined)).toEqual([words]);
});

it('what is null is missing as well: many a program writes that for what it does not have', () => {
  expect(say(uuid, null)).toEqual(['of is missing: it must be a UUID']);
  expect(say(z.string(), null)).toEqual(['of is missing']);
});

it.each<[z.ZodType, unknown, string]>([
  [kind, 'heart', 'of must be one of steps, sleep'],
  [z.literal(3), 4, 'of must be 3'],
  [uuid, 'x', 'of must be a UUID'],
  [uuid, 5, 'of must be a UUID'],
  [z.string(), 5, 'of must be a text'],
  [z.number(), '5', 'of must be a number'],
  [z.coerce.number(), 'x', 'of must be a number'],
  [z.int(), 1.5, 'of must be a whole number'],
  [z.boolean(), 'true', 'of must be true or false'],
  [z.array(z.string()), 'a', 'of must be a list'],
  [z.strictObject({}), [], 'of must be an object'],
  [z.record(z.string(), z.number()), 1, 'of must be an object'],
  [z.number().positive(), 0, 'of must be more than 0'],
  [z.number().min(1), 0, 'of must be at least 1'],
  [z.number().lt(5), 5, 'of must be less than 5'],
  [z.number().multipleOf(5), 3, 'of must be a multiple of 5'],
  [z.email(), 'x', 'of must be an e-mail address'],
  [z.url(), 'x', 'of must be a URL'],
  [z.iso.date(), 'x', 'of must be a day written YYYY-MM-DD'],
  [z.iso.datetime(), 'x', 'of must be a time such as 2026-11-22T08:00:00Z'],
  [z.string().regex(/^a$/), 'b', 'of is not written as it should be'],
  [z.string().refine(() => false), 'b', 'of is not accepted here'],
  [z.union([z.literal(1), z.literal(2)]), 3, 'of must be 1 or 2'],
  [z.union([z.number(), z.string()]), true, 'of must be a number or a text'],
  [
    z.union([z.strictObject({ a: z.number() }), z.strictObject({ b: z.number() })]),
    { c: 1 },
    'of has none of the forms that are taken here',
  ],
  [shape, { kind: 'c' }, 'of.kind must be one of a, b'],
  [shape, {}, 'of.kind is missing: it must be one of a, b'],
  [shape, { kind: 'a' }, 'of.n is missing'],
  [z.record(kind, z.number()), { steps: 1 }, 'of.sleep is missing'],
])('says in our words what %# should be', (schema, value, words) => {
  expect(say(schema, value)).toEqual([words]);
});
