import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ofWhole, toFieldErrors } from './plain-issues.js';
import { toPlainWords } from './plain-words.js';

beforeAll(() => void z.config({ customError: toPlainWords }));
afterAll(() => void z.config({ customError: undefined }));

describe('what is wrong with a body, field by field', () => {
  const Body = z.strictObject({
    scopes: z.array(z.string().max(20)).min(1, 'must name at least one scope').max(50),
    name: z.string().min(1).max(5),
  });
  const say = (body: unknown) => toFieldErrors(Body.safeParse(body).error?.issues ?? [], body);

  it('says of a value of the wrong kind that alone', () => {
    const tooLong = 'user/*.rs '.repeat(10);
    expect(say({ scopes: tooLong, name: 'Ann' })).toEqual([{ path: 'scopes', message: 'must be a list' }]);
  });
  it.each([
    ['an empty list', { scopes: [], name: 'Ann' }, [['scopes', 'must name at least one scope']]],
    [
      'a long word in a list',
      { scopes: ['x'.repeat(21)], name: 'Ann' },
      [['scopes.0', 'must have at most 20 characters']],
    ],
    ['what is not there', { scopes: ['x'] }, [['name', 'is missing']]],
    [
      'two fields',
      { scopes: [], name: '' },
      [
        ['scopes', 'must name at least one scope'],
        ['name', 'must not be empty'],
      ],
    ],
    [
      'fields that nobody knows, each by its name',
      { scopes: ['x'], name: 'Ann', nmae: 'Ann', expires: 1 },
      [
        ['nmae', 'is not known here'],
        ['expires', 'is not known here'],
      ],
    ],
    [
      'what is no name of a field, without saying it again',
      { scopes: ['x'], name: 'Ann', 'Ann Miller': 1 },
      [['', 'must not hold a field that is not known here']],
    ],
  ])('says all else: %s', (_name, body, errors) => {
    expect(say(body).map(({ path, message }) => [path, message])).toEqual(errors);
  });

  it('says nothing of a key that is no name of a field', () => {
    const Answers = z.strictObject({ answers: z.record(z.string(), z.strictObject({ n: z.number() })) });
    const body = { answers: { 'Ann Miller': { n: 'x' }, pain: { n: 'x' } } };
    expect(toFieldErrors(Answers.safeParse(body).error!.issues, body)).toEqual([
      { path: 'answers', message: 'holds a field that must be a number' },
      { path: 'answers.pain.n', message: 'must be a number' },
    ]);
  });

  it('names what nobody knows by its whole path, and no more of it than helps', () => {
    const Rows = z.strictObject({ rows: z.array(z.strictObject({ n: z.number() })) });
    const say = (row: object) =>
      toFieldErrors(Rows.safeParse({ rows: [row] }).error!.issues, { rows: [row] }).map(({ path }) => path);
    expect(say({ n: 1, m: 2 })).toEqual(['rows.0.m']);
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i]));
    expect(say({ n: 1, ...many })).toHaveLength(20);
  });

  it('says of what was sent as a whole that it is that', () => {
    const whole = (body: unknown) => ofWhole('The body', say(body));
    expect(whole(undefined)).toEqual([{ path: '', message: 'The body is missing.' }]);
    expect(whole([])).toEqual([{ path: '', message: 'The body must be an object.' }]);
    expect(whole({ scopes: ['x'] })).toEqual([{ path: 'name', message: 'is missing' }]);
  });
});
