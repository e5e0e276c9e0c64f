import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../metrics/index.js';
import { findLostDays, isStillGap } from './lost-days.js';

const over = findLostDays([{ fromDay: '2026-03-02', toDay: '2026-03-09' }]);
const gap = (since: string, reason: string | undefined = 'notSynced') => ({
  kind: 'missing-data' as const,
  since,
  sentence: { key: 'trend.insufficient' as const, facts: { metric: 'steps', days: 7, ...(reason && { reason }) } },
});

describe('lost days', () => {
  it('are all days of a silence, both ends with them', () => {
    expect([...findLostDays([{ fromDay: '2026-02-27', toDay: '2026-03-01' }])]).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
  });
});

describe('a gap that is still one', () => {
  it.each([
    ['on the day of return: all of it is lost', '2026-03-02', '2026-03-09', false],
    ['four days of their own behind it', '2026-03-02', '2026-03-14', false],
    ['five days of their own behind it: a new gap', '2026-03-02', '2026-03-15', true],
    ['five days of their own before it', '2026-02-25', '2026-03-09', true],
    ['nothing of it lost', '2026-03-10', '2026-03-12', true],
  ])('%s', (_name, since, today, still) => {
    expect(isStillGap(gap(since), { over, today })).toBe(still);
    expect(isStillGap(gap(since, 'notWorn'), { over, today })).toBe(still);
  });

  it('is nothing else: wear that fades leaves lost days out by itself, and what moved is no gap', () => {
    const known = { over, today: addDays('2026-03-02', 7) };
    const fading = { ...gap('2026-03-02'), sentence: { key: 'trend.wearDeclining' as const, facts: { worn: 3 } } };
    expect(isStillGap(fading, known)).toBe(true);
    expect(isStillGap({ ...gap('2026-03-02'), kind: 'deterioration' }, known)).toBe(true);
  });
});
