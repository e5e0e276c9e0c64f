import { expect, it } from '@jest/globals';
import { standOn } from './stand.js';

it.each([
  ['goes on', '2026-11-01', null, 'now'],
  ['begins today', '2026-11-20', null, 'now'],
  ['begins tomorrow', '2026-11-21', null, 'later'],
  ['ends tomorrow', '2026-11-01', '2026-11-21', 'now'],
  ['ends today', '2026-11-01', '2026-11-20', 'past'],
  ['was on one day, today', '2026-11-20', '2026-11-20', 'past'],
  ['ended', '2026-11-01', '2026-11-19', 'past'],
  ['has always been so', null, null, 'now'],
  ['had always been so, and ended', null, '2026-11-19', 'past'],
  ['is planned from and to', '2026-11-21', '2026-11-30', 'later'],
])('what %s stands so', (_is, on, until, stand) => expect(standOn({ on, until }, '2026-11-20')).toBe(stand));
