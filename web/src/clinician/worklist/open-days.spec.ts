import { describe, expect, it } from '@jest/globals';
import { isOpenOn, reviewDay } from './open-days.js';

const OFFICE = [{ from: '08:00', to: '17:00' }];
const site = (id: string, days: number) => ({
  id,
  name: id,
  address: null,
  hours: Array.from({ length: 7 }, (_, i) => (i < days ? OFFICE : [])),
});
const holiday = (on: string, siteId: string | null = null, hours = [] as typeof OFFICE) => ({
  on,
  name: 'x',
  siteId,
  hours,
});
const week = { sites: [site('a', 5)], holidays: [] };

describe('the day on which a sprint is decided', () => {
  it.each<[string, Parameters<typeof reviewDay>[0], string, string]>([
    ['a Friday', week, '2026-12-11', '2026-12-11'],
    ['a Saturday: the Friday before', week, '2026-12-12', '2026-12-11'],
    ['a Sunday: the Friday before', week, '2026-12-13', '2026-12-11'],
    [
      'a Saturday on which one site is open',
      { ...week, sites: [site('a', 5), site('b', 6)] },
      '2026-12-12',
      '2026-12-12',
    ],
    ['Christmas', { ...week, holidays: [holiday('2026-12-25')] }, '2026-12-26', '2026-12-24'],
    ['of a clinic that has not said when', { sites: [], holidays: [] }, '2026-12-12', '2026-12-12'],
    ['of a clinic that is never open', { ...week, sites: [site('a', 0)] }, '2026-12-12', '2026-12-12'],
    ['while the hours are unknown', undefined, '2026-12-12', '2026-12-12'],
  ])('%s', (_name, doors, endsOn, day) => expect(reviewDay(doors, endsOn)).toBe(day));

  it('what a site says of a day comes before what the clinic says', () => {
    const holidays = [holiday('2026-12-24'), holiday('2026-12-24', 'a', OFFICE)];
    expect(isOpenOn({ ...week, holidays }, '2026-12-24')).toBe(true);
    expect(isOpenOn({ ...week, holidays: holidays.slice(0, 1) }, '2026-12-24')).toBe(false);
  });
});
