import { expect, it } from '@jest/globals';
import { zoneOfSomewhere } from './zone-here.js';

it.each([
  ['UTC', null],
  ['GMT', null],
  ['Etc/UTC', null],
  ['Etc/GMT+5', null],
  ['Etc/Unknown', null],
  ['Europe/London', 'Europe/London'],
])('a clock of %s says that somebody is in %s', (zone, somewhere) => expect(zoneOfSomewhere(zone)).toBe(somewhere));
