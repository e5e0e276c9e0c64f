import { describe, expect, it } from '@jest/globals';
import { civilDayAt, dayBounds, zoneAt } from './zone-history.js';

const at = (iso: string) => Date.parse(iso);
const moved = [
  { sinceMs: Number.NEGATIVE_INFINITY, zone: 'Europe/Berlin' },
  { sinceMs: at('2026-05-10T12:00:00Z'), zone: 'America/New_York' },
];

describe('zone history', () => {
  it('answers with the zone that held at the time, back for ever', () => {
    expect(zoneAt(moved, at('1950-01-01T00:00:00Z'))).toBe('Europe/Berlin');
    expect(zoneAt(moved, at('2026-05-10T11:59:59Z'))).toBe('Europe/Berlin');
    expect(zoneAt(moved, at('2026-05-10T12:00:00Z'))).toBe('America/New_York');
    expect(zoneAt([], 0)).toBe('UTC');
  });

  it('puts the same instant into the day it was where the person lived', () => {
    expect(civilDayAt(moved, at('2026-05-01T22:30:00Z'))).toBe('2026-05-02');
    expect(civilDayAt(moved, at('2026-06-02T02:30:00Z'))).toBe('2026-06-01');
  });

  it.each([
    ['2026-05-02', 24],
    ['2026-03-29', 23],
    ['2025-10-26', 25],
    ['2026-11-01', 25],
  ])('%s has %d hours there', (day, hours) => {
    const { startMs, endMs } = dayBounds(moved, day);
    expect((endMs - startMs) / 3_600_000).toBe(hours);
    expect(civilDayAt(moved, startMs)).toBe(day);
    expect(civilDayAt(moved, endMs - 1)).toBe(day);
  });
});
