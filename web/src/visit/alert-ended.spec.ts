import { expect, it, jest } from '@jest/globals';
import { alertEnded } from './alert-ended.js';

jest.useFakeTimers({ now: Date.parse('2026-11-28T12:00:00Z') });
const stateSince = '2026-11-28T05:45:00.000Z';

it.each([
  ['open', null, null],
  ['acknowledged', null, null],
  ['handed-off', null, null],
  ['resolved', 'visit-done', 'Closed on 28 Nov 06:45: Visit done.'],
  ['resolved', 'cleared', 'Closed on 28 Nov 06:45: cleared by the data.'],
  ['resolved', null, 'Closed on 28 Nov 06:45: nobody said how.'],
] as const)('%s, %s', (state, outcome, words) =>
  expect(alertEnded({ state, outcome, stateSince }, 'Europe/Berlin')).toBe(words),
);
