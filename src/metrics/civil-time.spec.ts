import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  civilDayOf,
  daysBetween,
  endOfDay,
  instantOfLocal,
  isTimeZone,
  offsetMsAt,
  startOfDay,
  weekday,
} from './civil-time.js';

const at = (iso: string) => Date.parse(iso);
const HOUR_MS = 3_600_000;

/** Zones with half-hour summer time, odd offsets, missing days, Ramadan pauses and changes at midnight. */
const HARD_ZONES = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Tehran',
  'Africa/Cairo',
  'Asia/Gaza',
  'Europe/London',
  'Antarctica/Troll',
  'Pacific/Chatham',
  'UTC',
];

describe('isTimeZone', () => {
  it.each([
    ['Europe/Berlin', true],
    ['Asia/Kathmandu', true],
    ['America/Argentina/Buenos_Aires', true],
    ['America/Port-au-Prince', true],
    ['UTC', true],
    ['Etc/GMT+5', true],
    ['+02:00', false],
    ['-0700', false],
    ['UTC+1', false],
    ['Europe/Atlantis', false],
    ['', false],
    [undefined, false],
    [42, false],
  ])('%s -> %s', (zone, expected) => expect(isTimeZone(zone)).toBe(expected));
});

describe('civil days', () => {
  it.each([
    ['the last moment of the day in New York', 'America/New_York', '2026-03-08T04:59:59.999Z', '2026-03-07'],
    ['midnight in New York, winter', 'America/New_York', '2026-03-08T05:00:00Z', '2026-03-08'],
    ['midnight in New York, summer', 'America/New_York', '2026-03-09T04:00:00Z', '2026-03-09'],
    ['a quarter-hour zone', 'Asia/Kathmandu', '2026-06-01T18:14:59Z', '2026-06-01'],
    ['a quarter-hour zone, one second on', 'Asia/Kathmandu', '2026-06-01T18:15:00Z', '2026-06-02'],
    ['before Apia moved over the date line', 'Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29'],
    ['after Apia moved over the date line', 'Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
    ['before the table begins', 'Europe/Berlin', '1985-07-01T22:30:00Z', '1985-07-02'],
    ['after the table ends', 'Europe/Berlin', '2060-07-01T22:30:00Z', '2060-07-02'],
  ])('%s', (_name, zone, iso, day) => expect(civilDayOf(zone, at(iso))).toBe(day));

  it.each([
    ['spring in New York', 'America/New_York', '2026-03-08', 23],
    ['autumn in New York', 'America/New_York', '2026-11-01', 25],
    ['spring in Berlin', 'Europe/Berlin', '2026-03-29', 23],
    ['autumn in Berlin', 'Europe/Berlin', '2026-10-25', 25],
    ['an ordinary day', 'Europe/Berlin', '2026-10-26', 24],
    ['Lord Howe moves by half an hour, spring', 'Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Lord Howe moves by half an hour, autumn', 'Australia/Lord_Howe', '2026-04-05', 24.5],
    ['no summer time at all', 'Asia/Kathmandu', '2026-03-29', 24],
    ['the day Apia never had', 'Pacific/Apia', '2011-12-30', 0],
    ['midnight skipped in Sao Paulo', 'America/Sao_Paulo', '2018-11-04', 23],
    ['midnight twice in Havana', 'America/Havana', '2026-11-01', 25],
  ])('%s: length in hours', (_name, zone, day, hours) =>
    expect((endOfDay(zone, day) - startOfDay(zone, day)) / HOUR_MS).toBe(hours),
  );

  it('begins a day whose midnight is skipped at the jump', () =>
    expect(startOfDay('America/Sao_Paulo', '2018-11-04')).toBe(at('2018-11-04T03:00:00Z')));

  it('begins a day at the jump also when the clock jumps from 23:30 to 00:30', () =>
    expect(startOfDay('America/Toronto', '1919-03-31')).toBe(at('1919-03-31T04:30:00Z')));
});

describe('wall-clock times', () => {
  it.each([
    ['ordinary', 'Europe/Berlin', '2026-06-01T08:00:00', undefined, '2026-06-01T06:00:00Z', false],
    ['hour that never was', 'Europe/Berlin', '2026-03-29T02:30:00', undefined, '2026-03-29T01:30:00Z', true],
    ['hour that came twice', 'Europe/Berlin', '2026-10-25T02:30:00', undefined, '2026-10-25T00:30:00Z', false],
    ['its second pass', 'Europe/Berlin', '2026-10-25T02:30:00', 'second', '2026-10-25T01:30:00Z', false],
    ['second pass, west', 'America/New_York', '2026-11-01T01:30:00', 'second', '2026-11-01T06:30:00Z', false],
    ['half-hour gap', 'Australia/Lord_Howe', '2026-10-04T02:15:00', undefined, '2026-10-03T15:45:00Z', true],
    ['a day that never was', 'Pacific/Apia', '2011-12-30T12:00:00', undefined, '2011-12-30T22:00:00Z', true],
    ['fraction, no zone', 'UTC', '2026-01-01T00:00:01.250', undefined, '2026-01-01T00:00:01.250Z', false],
    ['no seconds', 'UTC', '2026-01-01 23:59', undefined, '2026-01-01T23:59:00Z', false],
  ] as const)('%s', (_name, zone, local, fold, iso, gap) =>
    expect(instantOfLocal(zone, local, fold ? { fold } : {})).toEqual({ ms: at(iso), gap }),
  );

  it.each(['2026-02-30T00:00:00', '2026-01-01T24:00:00', '2026-01-01', 'yesterday', '2026-01-01T10:00:00Z', ''])(
    'refuses %p',
    (local) => expect(() => instantOfLocal('UTC', local)).toThrow(RangeError),
  );
});

describe('calendar arithmetic', () => {
  it('counts over leap days and years', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01');
    expect(addDays('2026-01-01', -366)).toBe('2024-12-31');
    expect(daysBetween('2024-02-01', '2024-03-01')).toBe(29);
    expect(daysBetween('2026-01-02', '2026-01-01')).toBe(-1);
  });
  it('knows the weekday, Monday first', () => {
    expect(weekday('2026-11-23')).toBe(0);
    expect(weekday('2026-11-22')).toBe(6);
    expect(weekday('1969-12-29')).toBe(0);
  });
  it('refuses days outside the calendar', () => {
    expect(() => addDays('2026-02-29', 1)).toThrow(RangeError);
    expect(() => startOfDay('Europe/Atlantis', '2026-01-01')).toThrow(RangeError);
  });
});

describe('agreement with Temporal', () => {
  /** A fixed sequence, so that a failure can be repeated. */
  function random(seed: number): () => number {
    let state = seed;
    return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  }

  it.each(HARD_ZONES)('%s: instants, days and wall clocks', (zone) => {
    const next = random(zone.length * 7919);
    for (let i = 0; i < 250; i++) {
      const ms = Math.floor(
        at('1988-01-01T00:00:00Z') + next() * (at('2053-01-01T00:00:00Z') - at('1988-01-01T00:00:00Z')),
      );
      const theirs = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
      const day = theirs.toPlainDate();
      expect(offsetMsAt(zone, ms)).toBe(theirs.offsetNanoseconds / 1e6);
      expect(civilDayOf(zone, ms)).toBe(day.toString());
      expect(startOfDay(zone, day.toString())).toBe(theirs.startOfDay().epochMilliseconds);
    }
  });

  it.each(HARD_ZONES)('%s: every change of the clock between 1990 and 2050, to the minute', (zone) => {
    let cursor: Temporal.ZonedDateTime | null = Temporal.ZonedDateTime.from(`1990-01-02T00:00[${zone}]`);
    let changes = 0;
    while ((cursor = cursor.getTimeZoneTransition('next')) && cursor.year < 2051) {
      const ms = cursor.epochMilliseconds;
      for (const near of [ms - 1, ms, ms + 1]) {
        const theirs = Temporal.Instant.fromEpochMilliseconds(near).toZonedDateTimeISO(zone);
        expect(offsetMsAt(zone, near)).toBe(theirs.offsetNanoseconds / 1e6);
        const plain = theirs.toPlainDateTime();
        const local = plain.toString({ smallestUnit: 'millisecond' });
        const earlier = plain.toZonedDateTime(zone, { disambiguation: 'compatible' });
        expect(instantOfLocal(zone, local).ms).toBe(earlier.epochMilliseconds);
        const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
        expect(instantOfLocal(zone, local, { fold: 'second' }).ms).toBe(later.epochMilliseconds);
      }
      changes++;
    }
    if (['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe'].includes(zone))
      expect(changes).toBeGreaterThan(110);
  });
});
