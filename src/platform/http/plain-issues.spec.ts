import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { toFieldErrors, toPlainWords } from './plain-issues.js';

beforeAll(() => void z.config({ customError: toPlainWords }));
afterAll(() => void z.config({ customError: undefined }));

describe('what is wrong with a body, field by field', () => {
  const Body = z.strictObject({
    scopes: z.array(z.string().max(20)).min(1, 'must name at least one scope').max(50),
    name: z.string().min(1).max(5),
  });
  const say = (body: unknown) => toFieldErrors(Body.safeParse(body).error?.issues ?? []);

  it('says of a value of the wrong kind that alone', () => {
    const tooLong = 'user/*.rs '.repeat(10);
    expect(say({ scopes: tooLong, name: 'Ann' })).toEqual([
      { path: 'scopes', message: expect.stringMatching(/expected array, received string/) },
    ]);
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
  ])('says all else: %s', (_name, body, errors) => {
    expect(say(body).map(({ path, message }) => [path, message])).toEqual(errors);
  });
});
