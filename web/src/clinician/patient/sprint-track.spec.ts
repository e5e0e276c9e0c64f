import { describe, expect, it } from '@jest/globals';
import { trackOf, weekShares } from './sprint-track.js';

describe('sprint track', () => {
  it('keeps the order of start, now and target in either direction', () => {
    const rise = trackOf(5600, 3600, 7000);
    expect(rise.now).toBeLessThan(rise.start);
    expect(rise.start).toBeLessThan(rise.target);
    expect(Math.min(rise.start, rise.now, rise.target)).toBeGreaterThan(0);
    expect(trackOf(5, 5, 5)).toEqual({ start: 0.5, now: 0.5, target: 0.5 });
  });
  it('fills the weeks that are over, today included', () => {
    expect(weekShares(6, '2026-10-19', '2026-11-29', '2026-11-20').map((s) => Math.round(s * 7))).toEqual([
      7, 7, 7, 7, 5, 0,
    ]);
    expect(weekShares(4, '2026-10-19', '2026-11-15', '2026-10-18')).toEqual([0, 0, 0, 0]);
    expect(weekShares(4, '2026-10-19', '2026-11-15', '2027-01-01')).toEqual([1, 1, 1, 1]);
  });
});
