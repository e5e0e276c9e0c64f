import { describe, expect, it } from '@jest/globals';
import { findOpenState, type Holiday, type Span } from './open-hours.js';

const week = (spans: readonly Span[], days = [0, 1, 2, 3, 4]) =>
  Array.from({ length: 7 }, (_, i) => (days.includes(i) ? spans : []));
const OFFICE = week([
  { from: '08:00', to: '12:00' },
  { from: '13:00', to: '17:30' },
]);
const NIGHT = week([{ from: '00:00', to: '03:00' }], [5, 6, 0]);
const TO_HALF_PAST_TWO = week([{ from: '00:00', to: '02:30' }], [6]);
const FROM_HALF_PAST_TWO = week([{ from: '02:30', to: '05:00' }], [6]);
const ALWAYS = week([{ from: '00:00', to: '24:00' }], [0, 1, 2, 3, 4, 5, 6]);
const GAP = week([{ from: '02:10', to: '02:40' }], [6]);
const CHRISTMAS: Holiday = { on: '2026-12-25', name: 'Christmas', hours: [] };
const EVE: Holiday = { on: '2026-12-24', name: 'Christmas Eve', hours: [{ from: '09:00', to: '12:00' }] };

const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';
const LORD_HOWE = 'Australia/Lord_Howe';

const at = (iso: string) => Date.parse(iso);
const ask = (hours: typeof OFFICE, zone: string, iso: string, holidays: readonly Holiday[] = []) => {
  const { isOpen, changesAtMs } = findOpenState(hours, holidays, zone, at(iso));
  return [isOpen ? 'open' : 'closed', changesAtMs === null ? null : new Date(changesAtMs).toISOString()];
};

describe('is it open, and until or from when?', () => {
  it.each([
    ['in the morning', OFFICE, BERLIN, '2026-11-26T08:00:00Z', 'open', '2026-11-26T11:00:00.000Z'],
    ['at the very opening', OFFICE, BERLIN, '2026-11-26T07:00:00Z', 'open', '2026-11-26T11:00:00.000Z'],
    ['at the very closing', OFFICE, BERLIN, '2026-11-26T11:00:00Z', 'closed', '2026-11-26T12:00:00.000Z'],
    ['after work', OFFICE, BERLIN, '2026-11-26T20:00:00Z', 'closed', '2026-11-27T07:00:00.000Z'],
    ['on a weekend', OFFICE, BERLIN, '2026-11-28T10:00:00Z', 'closed', '2026-11-30T07:00:00.000Z'],
    ['the same moment in New York', OFFICE, NEW_YORK, '2026-11-26T08:00:00Z', 'closed', '2026-11-26T13:00:00.000Z'],
    // The clocks go back on Sunday 25 October: Friday opens at 06:00 UTC, Monday at 07:00.
    ['before the clocks go back', OFFICE, BERLIN, '2026-10-23T05:59:59Z', 'closed', '2026-10-23T06:00:00.000Z'],
    ['over a weekend of 49 hours', OFFICE, BERLIN, '2026-10-23T20:00:00Z', 'closed', '2026-10-26T07:00:00.000Z'],
    ['over a weekend of 47 hours', OFFICE, NEW_YORK, '2026-03-06T23:00:00Z', 'closed', '2026-03-09T12:00:00.000Z'],
    ['half an hour forward', OFFICE, LORD_HOWE, '2026-10-02T10:00:00Z', 'closed', '2026-10-04T21:00:00.000Z'],
    ['before half an hour forward', OFFICE, LORD_HOWE, '2026-10-01T12:00:00Z', 'closed', '2026-10-01T21:30:00.000Z'],
    ['half an hour back', OFFICE, LORD_HOWE, '2026-04-03T10:00:00Z', 'closed', '2026-04-05T21:30:00.000Z'],
    // A night of 01:30–03:00 in which the hour from two to three never was, or came twice.
    ['through the night that loses an hour', NIGHT, BERLIN, '2026-03-29T00:30:00Z', 'open', '2026-03-29T01:00:00.000Z'],
    ['through the night with one more', NIGHT, BERLIN, '2026-10-25T01:30:00Z', 'open', '2026-10-25T02:00:00.000Z'],
    // 02:30 comes twice: at 00:30 and at 01:30 UTC.
    [
      'closing at a time that comes twice',
      TO_HALF_PAST_TWO,
      BERLIN,
      '2026-10-25T01:15:00Z',
      'open',
      '2026-10-25T01:30:00.000Z',
    ],
    [
      'opening at a time that comes twice',
      FROM_HALF_PAST_TWO,
      BERLIN,
      '2026-10-25T00:45:00Z',
      'open',
      '2026-10-25T04:00:00.000Z',
    ],
    ['in New York too', NIGHT, NEW_YORK, '2026-11-01T06:30:00Z', 'open', '2026-11-01T08:00:00.000Z'],
    [
      'hours that fall into the gap are none',
      GAP,
      BERLIN,
      '2026-03-28T12:00:00Z',
      'closed',
      '2026-04-05T00:10:00.000Z',
    ],
    ['never closed', ALWAYS, BERLIN, '2026-10-25T00:30:00Z', 'open', null],
    ['never open', week([]), BERLIN, '2026-10-25T00:30:00Z', 'closed', null],
  ])('%s', (_name, hours, zone, iso, state, changes) => expect(ask(hours, zone, iso)).toEqual([state, changes]));

  it('joins what meets at midnight', () => {
    const late = [[], [], [], [], [{ from: '20:00', to: '24:00' }], [{ from: '00:00', to: '02:00' }], []];
    expect(ask(late, BERLIN, '2026-11-27T20:00:00Z')).toEqual(['open', '2026-11-28T01:00:00.000Z']);
  });

  it('lets a holiday close, or open for fewer hours, and names it', () => {
    const days = [CHRISTMAS, EVE];
    expect(ask(OFFICE, BERLIN, '2026-12-23T20:00:00Z', days)).toEqual(['closed', '2026-12-24T08:00:00.000Z']);
    expect(ask(OFFICE, BERLIN, '2026-12-24T11:30:00Z', days)).toEqual(['closed', '2026-12-28T07:00:00.000Z']);
    expect(findOpenState(OFFICE, days, BERLIN, at('2026-12-25T09:00:00Z')).holiday).toBe('Christmas');
    expect(findOpenState(OFFICE, days, BERLIN, at('2026-12-26T09:00:00Z')).holiday).toBeNull();
  });

  it('lets the holiday of the clinic’s day count, not of Greenwich’s', () => {
    expect(findOpenState(OFFICE, [CHRISTMAS], NEW_YORK, at('2026-12-26T03:00:00Z')).holiday).toBe('Christmas');
    expect(findOpenState(OFFICE, [CHRISTMAS], NEW_YORK, at('2026-12-25T03:00:00Z')).holiday).toBeNull();
  });

  it('agrees with itself at every change for a year', () => {
    for (const zone of [BERLIN, NEW_YORK, LORD_HOWE]) {
      let now = at('2026-01-01T00:00:00Z');
      for (let i = 0; i < 800; i++) {
        const { isOpen, changesAtMs } = findOpenState(OFFICE, [CHRISTMAS, EVE], zone, now);
        expect(changesAtMs).toBeGreaterThan(now);
        expect(findOpenState(OFFICE, [CHRISTMAS, EVE], zone, changesAtMs! - 1).isOpen).toBe(isOpen);
        expect(findOpenState(OFFICE, [CHRISTMAS, EVE], zone, changesAtMs!).isOpen).toBe(!isOpen);
        now = changesAtMs!;
      }
    }
  });
});
