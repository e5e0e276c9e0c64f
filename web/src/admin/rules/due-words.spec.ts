import { expect, it } from '@jest/globals';
import { dueWords } from './due-words.js';

it.each([
  ['week', 120, '5 days by the calendar.'],
  ['week', 30, '1 day by the calendar and 6 h while the clinic is open.'],
  ['today', 8, '8 h while the clinic is open.'],
  ['today', 0.25, '0.25 h while the clinic is open.'],
  ['now', 120, 'Day and night.'],
  ['today', Number.NaN, ''],
  ['good', null, 'Empty: no clock runs.'],
] as const)('%s within %p hours: %s', (tier, hours, words) => expect(dueWords(tier, hours)).toBe(words));
