import { describe, expect, it } from '@jest/globals';
import { afterOpenMinutes, dueAfterHours, isOpenAt, type OpenHours } from './open-minutes.js';

const OFFICE = [{ from: '08:00', to: '16:00' }];
const week = (spans: typeof OFFICE) => Array.from({ length: 7 }, (_, day) => (day < 5 ? spans : []));
const clinic = (zone: string, holidays: OpenHours['sites'][number]['holidays'] = []): OpenHours => ({
  zone,
  sites: [{ hours: week(OFFICE), holidays }],
});
const BERLIN = clinic('Europe/Berlin');
/** Nobody has said when. */
const ALWAYS: OpenHours = { zone: 'Europe/Berlin', sites: [] };
const NEW_YORK = clinic('America/New_York');
const CHRISTMAS = [{ on: '2026-12-25', name: 'Christmas', hours: [] }];
const HALF_EVE = [{ on: '2026-12-24', name: 'Christmas Eve', hours: [{ from: '09:00', to: '11:00' }] }];
const LATE_SITE = { hours: week([{ from: '12:00', to: '20:00' }]), holidays: [] };

describe('the moment by which the doors have been open for so many minutes', () => {
  it.each<[string, OpenHours, string, number, string]>([
    ['within one day', BERLIN, '2026-11-26T08:00:00Z', 60, '2026-11-26T09:00:00.000Z'],
    ['over a night', BERLIN, '2026-11-26T14:00:00Z', 120, '2026-11-27T08:00:00.000Z'],
    ['to the very closing, which is the next opening', BERLIN, '2026-11-26T14:00:00Z', 60, '2026-11-27T07:00:00.000Z'],
    ['over a weekend', BERLIN, '2026-11-27T14:00:00Z', 480, '2026-11-30T14:00:00.000Z'],
    ['from the middle of a weekend', BERLIN, '2026-11-28T12:00:00Z', 30, '2026-11-30T07:30:00.000Z'],
    ['at once, in the night', BERLIN, '2026-11-26T22:00:00Z', 0, '2026-11-27T07:00:00.000Z'],
    ['at once, by day', BERLIN, '2026-11-26T09:00:00Z', 0, '2026-11-26T09:00:00.000Z'],
    // The clocks go back in Berlin on 25 October 2026 and forward on 28 March 2027: Monday opens an hour later, or earlier, by UTC.
    ['when Berlin gains an hour', BERLIN, '2026-10-23T13:00:00Z', 120, '2026-10-26T08:00:00.000Z'],
    ['when Berlin loses an hour', BERLIN, '2027-03-26T14:00:00Z', 120, '2027-03-29T07:00:00.000Z'],
    ['when New York gains an hour', NEW_YORK, '2026-10-30T19:00:00Z', 120, '2026-11-02T14:00:00.000Z'],
    ['when New York loses an hour', NEW_YORK, '2027-03-12T20:00:00Z', 120, '2027-03-15T13:00:00.000Z'],
    ['over Christmas', clinic('Europe/Berlin', CHRISTMAS), '2026-12-24T14:00:00Z', 120, '2026-12-28T08:00:00.000Z'],
    [
      'on a day of fewer hours',
      clinic('Europe/Berlin', HALF_EVE),
      '2026-12-24T09:00:00Z',
      90,
      '2026-12-25T07:30:00.000Z',
    ],
    [
      'at whichever site is open',
      { zone: 'Europe/Berlin', sites: [...BERLIN.sites, LATE_SITE] },
      '2026-11-26T14:00:00Z',
      240,
      '2026-11-26T18:00:00.000Z',
    ],
    [
      'where nobody has said when',
      { zone: 'Europe/Berlin', sites: [] },
      '2026-11-28T12:00:00Z',
      90,
      '2026-11-28T13:30:00.000Z',
    ],
    [
      'where it never opens',
      { zone: 'Europe/Berlin', sites: [{ hours: week([]), holidays: [] }] },
      '2026-11-28T12:00:00Z',
      90,
      '2026-11-28T13:30:00.000Z',
    ],
  ])('%s', (_name, hours, from, minutes, until) => {
    expect(new Date(afterOpenMinutes(hours, Date.parse(from), minutes)).toISOString()).toBe(until);
  });

  it.each<[string, OpenHours, string, number, string]>([
    ['a working day from Friday evening: Monday', BERLIN, '2026-11-27T17:00:00Z', 8, '2026-12-01T07:00:00.000Z'],
    ['half a day within one day', BERLIN, '2026-11-26T08:00:00Z', 4, '2026-11-26T12:00:00.000Z'],
    ['a day: the same time tomorrow', BERLIN, '2026-11-26T08:00:00Z', 24, '2026-11-27T08:00:00.000Z'],
    ['five days that end on a weekend', BERLIN, '2026-11-24T08:00:00Z', 120, '2026-11-30T07:00:00.000Z'],
    // The clocks go back in Berlin on 25 October 2026 and forward on 28 March 2027.
    ['a day in which Berlin gains an hour', ALWAYS, '2026-10-24T10:00:00Z', 24, '2026-10-25T11:00:00.000Z'],
    ['five days over the gain, to the millisecond', BERLIN, '2026-10-22T07:30:00.5Z', 120, '2026-10-27T08:30:00.500Z'],
    ['five days over the loss', BERLIN, '2027-03-25T08:30:00Z', 120, '2027-03-30T07:30:00.000Z'],
    ['a day and two hours over the loss', ALWAYS, '2027-03-27T08:00:00Z', 26, '2027-03-28T09:00:00.000Z'],
    ['a day, to a time that the clock skips', ALWAYS, '2027-03-27T01:30:00Z', 24, '2027-03-28T01:30:00.000Z'],
    ['days over the gain in New York', NEW_YORK, '2026-10-30T18:00:00Z', 96, '2026-11-03T19:00:00.000Z'],
    ['an hour from the hour that comes twice', ALWAYS, '2026-10-25T01:30:00Z', 1, '2026-10-25T02:30:00.000Z'],
    [
      'five days that end over Christmas',
      clinic('Europe/Berlin', CHRISTMAS),
      '2026-12-20T08:00:00Z',
      120,
      '2026-12-28T07:00:00.000Z',
    ],
    [
      'where nobody has said when',
      { zone: 'Europe/Berlin', sites: [] },
      '2026-11-27T17:00:00Z',
      8,
      '2026-11-28T01:00:00.000Z',
    ],
  ])('is when %s is due', (_name, hours, from, count, due) => {
    expect(new Date(dueAfterHours(hours, Date.parse(from), count)).toISOString()).toBe(due);
  });

  it('is never earlier for more minutes, at any quarter of an hour around every change of the clock', () => {
    for (const [hours, around] of [
      [BERLIN, '2026-10-25T00:00:00Z'],
      [BERLIN, '2027-03-28T00:00:00Z'],
      [NEW_YORK, '2026-11-01T05:00:00Z'],
      [NEW_YORK, '2027-03-14T06:00:00Z'],
    ] as const)
      for (let quarter = -192; quarter < 192; quarter++) {
        const fromMs = Date.parse(around) + quarter * 900_000;
        const dues = [0, 15, 480, 481].map((minutes) => afterOpenMinutes(hours, fromMs, minutes));
        expect(dues[0]).toBeGreaterThanOrEqual(fromMs);
        expect(dues).toEqual(dues.toSorted((a, b) => a - b));
      }
  });
});

it.each<[string, OpenHours, string, boolean]>([
  ['on a Thursday morning', BERLIN, '2026-11-26T08:00:00Z', true],
  ['the minute they close', BERLIN, '2026-11-26T15:00:00Z', false],
  ['on a Sunday night', BERLIN, '2026-11-29T02:00:00Z', false],
  ['on Christmas', clinic('Europe/Berlin', CHRISTMAS), '2026-12-25T09:00:00Z', false],
  ['where one of two sites is', { ...BERLIN, sites: [...BERLIN.sites, LATE_SITE] }, '2026-11-26T18:00:00Z', true],
  ['where nobody has said when', { zone: 'Europe/Berlin', sites: [] }, '2026-11-29T02:00:00Z', true],
  [
    'where they never are',
    { zone: 'Europe/Berlin', sites: [{ hours: week([]), holidays: [] }] },
    '2026-11-26T08:00:00Z',
    true,
  ],
])('doors count as open %s: %p', (_name, hours, at, isOpen) => {
  expect(isOpenAt(hours, Date.parse(at))).toBe(isOpen);
});
