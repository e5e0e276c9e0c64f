import { expect, it } from '@jest/globals';
import { readHoursText, toHoursText } from './hours-text.js';

it.each([
  ['08:00–12:00, 13:00–17:00', '08:00–12:00, 13:00–17:00'],
  ['8:00-12.30', '08:00–12:30'],
  ['00:00–24:00', '00:00–24:00'],
  ['  ', ''],
])('reads %p', (text, said) => expect(toHoursText(readHoursText(text)!)).toBe(said));

it.each(['8-12', '12:00–08:00', '08:00–12:00, 11:00–13:00', '25:00–26:00', '08:00–08:00', 'closed'])(
  'does not guess what %p means',
  (text) => expect(readHoursText(text)).toBeNull(),
);
