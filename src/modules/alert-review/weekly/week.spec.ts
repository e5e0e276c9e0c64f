import { expect, it } from '@jest/globals';
import { weekOf } from './week.js';

it.each([
  ['a Monday begins its own week', '2026-11-23', '2026-11-23', '2026-11-29'],
  ['a Sunday ends it', '2026-11-29', '2026-11-23', '2026-11-29'],
  ['over the end of a year', '2027-01-01', '2026-12-28', '2027-01-03'],
  ['over a leap day', '2028-02-29', '2028-02-28', '2028-03-05'],
  ['before 1970', '1969-12-28', '1969-12-22', '1969-12-28'],
])('%s', (_name, day, from, to) => {
  expect(weekOf(day)).toEqual({ from, to });
});
