import { describe, expect, it, jest } from '@jest/globals';
import {
  addDays,
  agoOrDay,
  agoWords,
  amount,
  changeWords,
  clockThere,
  dayAndClock,
  dayIn,
  dayRange,
  daysBetween,
  dueWords,
  hours,
  longDay,
  measure,
  number,
  shortDay,
  signedAmount,
  weekdayDay,
} from './format.js';

/** A day of another year says so: what is said here is said in this one. */
jest.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00Z') });

describe('numbers', () => {
  it('groups thousands, uses a real minus and knows no negative nought', () => {
    expect(number(11420)).toBe('11,420');
    expect(number(-1.04, 1)).toBe('−1.0');
    expect(number(-0.01, 1)).toBe('0.0');
  });
  it('signs a change, as a share only for counts', () => {
    expect(signedAmount('steps', 3641, 5615)).toBe('−35 %');
    expect(signedAmount('sleepDuration', 5.7, 6.7)).toBe('−1.0 h');
    expect(signedAmount('painIntensity', 3.2, 2.8)).toBe('+0.4');
  });
  it.each([
    ['painIntensity', 1, '1 point'],
    ['painIntensity', 2, '2 points'],
    ['pegScore', 1.5, '1.5 points'],
    ['phq9Score', 5, '5 points'],
    ['sleepDuration', 0.5, '0.5 h'],
    ['steps', 842.3, '842 steps a day'],
    ['restingHeartRate', 3, '3 bpm'],
  ] as const)('says of what a change of %s by %p is: %s', (metric, size, words) =>
    expect(changeWords(metric, size)).toBe(words),
  );
  it('rounds for patients as one would say it', () => {
    expect(measure('steps', 3641, 'patient')).toBe('3,600');
    expect(measure('steps', 844, 'patient')).toBe('840');
    expect(measure('sleepDuration', 5.71, 'patient')).toBe('5 h 40 min');
    expect(measure('painIntensity', 3.2, 'patient')).toBe('3');
    expect(measure('painIntensity', 3.4, 'patient')).toBe('3.5');
    expect(hours(7.999)).toBe('8 h');
  });
});

describe('days', () => {
  it('writes months with three letters, September too', () => {
    expect(shortDay('2026-09-21')).toBe('21 Sep');
    expect(weekdayDay('2026-11-04')).toBe('Wed 4 Nov');
    expect(weekdayDay('2026-11-04', '2026-01-01')).toBe('Wed 4 Nov');
    expect(weekdayDay('2020-01-01', '2026-11-26')).toBe('Wed 1 Jan 2020');
  });
  it('says the year of a day that is not of this one, in every form', () => {
    expect(['2026-01-01', '2025-01-01', '2027-01-01'].map((day) => shortDay(day))).toEqual([
      '1 Jan',
      '1 Jan 2025',
      '1 Jan 2027',
    ]);
    expect([longDay('2025-01-01'), weekdayDay('2025-01-01')]).toEqual(['1 January 2025', 'Wed 1 Jan 2025']);
    expect(dayAndClock('2025-01-01T08:00:00Z', 'UTC')).toBe('1 Jan 2025 08:00');
    expect([dayRange('2026-11-01', '2026-12-01'), dayRange('2025-11-01', '2025-12-01')]).toEqual([
      '1 Nov – 1 Dec',
      '1 Nov – 1 Dec 2025',
    ]);
    expect([dayRange('2025-12-01', '2026-01-10'), dayRange('2026-12-01', '2027-01-10')]).toEqual([
      '1 Dec 2025 – 10 Jan',
      '1 Dec – 10 Jan 2027',
    ]);
    const [now, longAgo] = [Date.parse('2026-11-20T12:00:00Z'), '2025-01-01T08:00:00Z'];
    expect([agoWords(longAgo, now, 'UTC'), dueWords(longAgo, now, 'UTC')]).toEqual([
      '1 Jan 2025 08:00',
      'since 1 Jan 2025',
    ]);
  });
  it('knows the civil day and hour of an instant in a zone', () => {
    expect(dayIn('2026-11-20T23:30:00Z', 'Europe/Berlin')).toBe('2026-11-21');
    expect(dayIn('2026-11-20T03:30:00Z', 'America/Chicago')).toBe('2026-11-19');
    expect(dayAndClock('2026-11-18T23:02:00Z', 'Asia/Kolkata')).toBe('19 Nov 04:32');
    const newYear = Date.parse('2026-12-31T23:30:00Z');
    expect(dayAndClock('2026-12-31T22:30:00Z', 'Europe/Berlin', newYear)).toBe('31 Dec 2026 23:30');
    expect(dayAndClock('2026-12-31T22:30:00Z', 'UTC', newYear)).toBe('31 Dec 22:30');
  });
  it.each([
    ['elsewhere, already tomorrow', 'Asia/Tokyo', 'Fri 27 Nov 03:13'],
    ['elsewhere, still today', 'Europe/Lisbon', '18:13'],
    ['another name of the same clock', 'Europe/Paris', null],
    ['here', 'Europe/Berlin', null],
  ])('says what the clock shows %s (%s): %s', (_name, there, words) =>
    expect(clockThere(Date.parse('2026-11-26T18:13:00Z'), there, 'Europe/Berlin')).toBe(words),
  );
  it('counts days across a clock change', () => {
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
  });
});

describe('time left and gone', () => {
  const now = Date.parse('2026-11-20T10:00:00Z');
  const inMinutes = (m: number) => new Date(now + m * 60_000).toISOString();
  it.each([
    [6, 'due 6 min'],
    [120, 'due 2 h'],
    [7 * 60, 'due 18:00'],
    [3 * 1440, 'Mon'],
    [10 * 1440, '30 Nov'],
    [-5, '5 min late'],
    [-300, '5 h late'],
    [-3 * 1440, 'since 17 Nov'],
  ])('%s minutes from now: %s', (minutes, words) => {
    expect(dueWords(inMinutes(minutes), now, 'Europe/Berlin')).toBe(words);
  });
  it('tells how long ago, then when', () => {
    expect(agoWords(inMinutes(-0.3), now, 'UTC')).toBe('just now');
    expect(agoWords(inMinutes(-12), now, 'UTC')).toBe('12 min ago');
    expect(agoWords(inMinutes(-180), now, 'UTC')).toBe('3 h ago');
    expect(agoWords(inMinutes(-2880), now, 'UTC')).toBe('18 Nov 10:00');
  });
  it.each([
    [-12, '12 min ago'],
    [-11 * 60, '11 h ago'],
    [-2880, '18 Nov'],
    [-2880 - 600, '18 Nov'],
  ])('a contact %d minutes ago is told as %s: of an earlier day the hour says nothing', (minutes, words) => {
    expect(agoOrDay(inMinutes(minutes), now, 'UTC')).toBe(words);
  });
});

it.each([
  ['sleepDuration', 5.26, 7.04, '1.7 h'],
  ['painIntensity', 6.45, 4.24, '2.3 points'],
  ['sleepDuration', 6.96, 7.04, '0.1 h'],
  ['restingHeartRate', 71.6, 64.4, '8 bpm'],
] as const)('a change of %s to %d from %d adds up with the numbers beside it: %s', (metric, value, usual, words) => {
  expect(amount(metric, value, usual)).toBe(words);
});
