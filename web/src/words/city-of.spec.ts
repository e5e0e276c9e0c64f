import { expect, it } from '@jest/globals';
import { cityOf } from './city-of.js';

it.each([
  ['Europe/Berlin', 'Berlin'],
  ['Asia/Calcutta', 'Kolkata'],
  ['Asia/Ho_Chi_Minh', 'Ho Chi Minh'],
  ['America/Indiana/Knox', 'Knox, Indiana'],
  ['UTC', 'UTC'],
])('%s is %s', (zone, city) => expect(cityOf(zone)).toBe(city));
