import { expect, it } from '@jest/globals';
import { FollowerGrant } from '../../../src/modules/patients/followers/followers.schema.js';
import { endOf } from '../patient/people/grant.js';
import { dayIn } from './format.js';
import { untilWords } from './until-words.js';

const ZONE = 'Pacific/Kiritimati';
const today = dayIn(Date.now(), ZONE);
const WRONG = 'Choose a day from today up to 31 Dec 2199, or leave it empty for no end.';
const isTaken = (day: string) => FollowerGrant.safeParse({ categories: ['trends'], until: endOf(day, ZONE) }).success;

it.each<[string, string | null]>([
  ['', null],
  [today, null],
  ['2199-12-31', null],
  ['2020-01-01', WRONG],
  ['2200-06-01', WRONG],
  ['9999-06-01', WRONG],
])('an end on %j: %s, and the server says the same', (day, words) => {
  expect(untilWords(day, today)).toBe(words);
  expect(isTaken(day)).toBe(words === null);
});

it('a year of five digits, and half a day, are no end that was meant', () => {
  expect(untilWords('12026-01-01', today)).toBe(WRONG);
  expect(untilWords('', today, true)).toBe(WRONG);
});
