import { expect, it } from '@jest/globals';
import { addDays } from '../../metrics/index.js';
import { countWornDays } from './worn-days.js';

const TODAY = '2026-03-29';
/** The days from so many days ago to so many. */
const days = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => addDays(TODAY, i - from));

it.each<[string, string[], number]>([
  ['worn every day, today too', days(20, 0), 14],
  ['worn every day, and today has only begun', days(20, 1), 14],
  ['not yesterday, and today has only begun', days(20, 2), 13],
  ['the first day of all', days(0, 0), 1],
  ['a fortnight ago, and today has only begun', days(14, 14), 1],
  ['a fortnight ago and today', [...days(14, 14), TODAY], 1],
  ['by a clock that is ahead', [...days(20, 1), addDays(TODAY, 1)], 14],
  ['never', [], 0],
])('%s', (_name, worn, count) => expect(countWornDays(worn, TODAY)).toBe(count));
