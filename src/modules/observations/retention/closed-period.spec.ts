import { describe, expect, it } from '@jest/globals';
import { CLOSABLE, lastDayToClose, mayBeClosed, monthOf } from './closed-period.js';

const DAY_MS = 86_400_000;

describe('the last day to close', () => {
  it.each([
    ['2026-11-26', 400, '2025-09-30'],
    ['2026-11-05', 400, '2025-09-30'],
    ['2026-11-04', 400, '2025-08-31'],
    ['2026-03-01', 730, '2024-02-29'],
    ['2026-02-28', 730, '2024-01-31'],
  ])('on %s, keeping %i days: %s', (today, keepDays, expected) => {
    expect(lastDayToClose(today, keepDays)).toBe(expected);
  });
});

it.each([
  ['2024-02-10', '2024-02-01', '2024-02-29'],
  ['2025-02-28', '2025-02-01', '2025-02-28'],
  ['2025-12-31', '2025-12-01', '2025-12-31'],
])('the month of %s goes from %s to %s', (day, from, to) => {
  expect(monthOf(day)).toEqual({ from, to });
});

it('closes what devices measure, and neither nights nor what people say', () => {
  expect([...CLOSABLE].sort()).toEqual(['heartRate', 'restingHeartRate', 'steps', 'walkingMinutes', 'wornMinutes']);
});

it.each([
  ['steps', 400, true],
  ['steps', 397, false],
  ['steps', 0, false],
  ['painIntensity', 4000, false],
  [null, 4000, false],
])('a reading of %s, %i days old, may be closed: %s', (metric, days, expected) => {
  const nowMs = Date.UTC(2026, 10, 26);
  expect(mayBeClosed({ startMs: nowMs - days * DAY_MS, concept: { metric } }, nowMs)).toBe(expected);
});
