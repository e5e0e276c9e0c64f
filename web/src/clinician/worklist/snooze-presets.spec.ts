import { describe, expect, it } from '@jest/globals';
import { snoozePresets, snoozeRange } from './snooze-presets.js';

const BERLIN = 'Europe/Berlin';
const days = (now: string, zone = BERLIN, reviewOn: string | null = null) =>
  snoozePresets(Date.parse(now), zone, reviewOn).map(
    ({ key, until }) => `${key} ${until.when === 'day' ? until.on : 'worse'}`,
  );

describe('what one snoozes until', () => {
  it.each([
    ['a Thursday morning', '2026-11-26T08:00:00Z', ['tomorrow 2026-11-27', 'monday 2026-11-30', 'worse worse']],
    ['a Monday: the next one', '2026-11-23T08:00:00Z', ['tomorrow 2026-11-24', 'monday 2026-11-30', 'worse worse']],
    ['a Sunday: Monday once', '2026-11-29T08:00:00Z', ['tomorrow 2026-11-30', 'worse worse']],
    // 23:30 in London is the next day in Berlin.
    ['late in the evening', '2026-11-26T23:30:00Z', ['tomorrow 2026-11-28', 'monday 2026-11-30', 'worse worse']],
    // Clocks go back in this night: the day has 25 hours.
    ['before a long day', '2026-10-24T22:30:00Z', ['tomorrow 2026-10-26', 'worse worse']],
    ['in a long day, late', '2026-10-25T22:30:00Z', ['tomorrow 2026-10-26', 'worse worse']],
    // Clocks go forward: the day has 23 hours, and 24 hours from here would skip a day.
    ['before a short day', '2026-03-28T22:30:00Z', ['tomorrow 2026-03-29', 'monday 2026-03-30', 'worse worse']],
  ])('on %s', (_name, now, expected) => {
    expect(days(now)).toEqual(expected);
  });
  it('is by the clinic’s clock, wherever the browser is', () => {
    expect(days('2026-11-26T08:00:00Z', 'Pacific/Auckland')[0]).toBe('tomorrow 2026-11-27');
    expect(days('2026-11-26T12:00:00Z', 'Pacific/Auckland')[0]).toBe('tomorrow 2026-11-28');
  });
  it('offers the sprint’s review when it is not tomorrow anyway', () => {
    const at = '2026-11-26T08:00:00Z';
    expect(days(at, BERLIN, '2026-12-11')).toContain('review 2026-12-11');
    expect(days(at, BERLIN, '2026-11-27').join()).not.toContain('review');
    expect(days(at, BERLIN, '2026-11-20').join()).not.toContain('review');
  });
  it('lets choose a day from tomorrow on, within three months', () => {
    expect(snoozeRange(Date.parse('2026-11-26T23:30:00Z'), BERLIN)).toEqual({
      first: '2026-11-28',
      last: '2027-02-27',
    });
  });
});
