import { expect, it } from '@jest/globals';
import { endOf, isSameGrant, toGrant } from './grant.js';

const ZONE = 'Europe/Berlin';

it('the end is the last second of the day in the clinic, and read back the same day', () => {
  expect(endOf('2030-12-31', ZONE)).toBe('2030-12-31T22:59:59.000Z');
  expect(toGrant({ categories: ['trends'], until: '2030-12-31T22:59:59.000Z' }, ZONE).until).toBe('2030-12-31');
  expect(endOf('', ZONE)).toBeNull();
  expect(toGrant({ categories: [], until: null }, ZONE).until).toBe('');
});

it.each([
  ['ticked in another order', { categories: ['visits', 'trends'], until: '' }, true],
  ['with less', { categories: ['trends'], until: '' }, false],
  ['with an end', { categories: ['trends', 'visits'], until: '2030-12-31' }, false],
] as const)('a grant %s', (_, other, isSame) => {
  expect(isSameGrant({ categories: ['trends', 'visits'], until: '' }, other)).toBe(isSame);
});
