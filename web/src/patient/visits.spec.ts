import { describe, expect, it } from '@jest/globals';
import type { Visit } from '../api/types.js';
import { zoneWords } from '../words/zone-words.js';
import { canArrive, nextVisit, overWords, splitVisits, whenWords } from './visits.js';

const aVisit = (id: string, startsAt: string, over: Partial<Visit> = {}): Visit => ({
  id,
  version: 1,
  patient: { id: 'p', name: 'Juniper Fable' },
  clinician: { personId: 'c', name: 'Ana Sample' },
  modality: 'video',
  startsAt,
  minutes: 30,
  state: 'booked',
  waitingSince: null,
  admittedAt: null,
  endedAt: null,
  alertId: null,
  noteSavedAt: null,
  emergencyNumber: null,
  ...over,
});
const now = Date.parse('2026-11-20T13:00:00.000Z');

describe('the patient’s visits', () => {
  it('an open visit comes before everything else', () => {
    const soon = aVisit('soon', '2026-11-20T13:30:00.000Z');
    const open = aVisit('open', '2026-11-20T12:30:00.000Z', { state: 'in-progress' });
    expect(nextVisit([soon, open], now)?.id).toBe('open');
    expect(nextVisit([aVisit('later', '2026-11-27T09:00:00.000Z'), soon], now)?.id).toBe('soon');
  });

  it('a visit that nobody opened stays for an hour after its end', () => {
    expect(nextVisit([aVisit('late', '2026-11-20T12:00:00.000Z')], now)?.id).toBe('late');
    expect(nextVisit([aVisit('gone', '2026-11-20T11:00:00.000Z')], now)).toBeNull();
  });

  it.each([
    ['an hour before', '2026-11-20T14:00:00.000Z', {}, true],
    ['too early', '2026-11-20T14:01:00.000Z', {}, false],
    ['by phone', '2026-11-20T13:10:00.000Z', { modality: 'phone' }, false],
    ['cancelled', '2026-11-20T13:10:00.000Z', { state: 'cancelled' }, false],
  ] as const)('%s', (_name, startsAt, over, can) => expect(canArrive(aVisit('v', startsAt, over), now)).toBe(can));

  it.each([
    ['2026-11-20T13:00:00.000Z', 'today 14:00'],
    ['2026-11-20T23:30:00.000Z', 'tomorrow 00:30'],
    ['2026-11-27T09:00:00.000Z', 'Fri 27 Nov 10:00'],
    ['2020-01-01T14:00:00Z', 'Wed 1 Jan 2020 15:00'],
  ])('%s is %s in Berlin', (startsAt, words) => expect(whenWords(startsAt, now, 'Europe/Berlin')).toBe(words));

  it('sorts what comes by nearness and what was by lateness', () => {
    const visits = [
      aVisit('b', '2026-11-22T09:00:00.000Z'),
      aVisit('a', '2026-11-21T09:00:00.000Z'),
      aVisit('x', '2026-11-01T09:00:00.000Z', { state: 'ended' }),
      aVisit('y', '2026-11-08T09:00:00.000Z', { state: 'ended' }),
    ];
    const { coming, past } = splitVisits(visits, now);
    expect([coming.map((v) => v.id), past.map((v) => v.id)]).toEqual([
      ['a', 'b'],
      ['y', 'x'],
    ]);
  });

  it.each([
    ['seconds after its start', '2026-11-20T12:59:50.000Z', {}, ''],
    ['just before its end', '2026-11-20T12:30:01.000Z', {}, ''],
    ['at its end', '2026-11-20T12:30:00.000Z', {}, ', not held'],
    ['held', '2026-11-20T12:00:00.000Z', { state: 'ended' }, ''],
    ['cancelled before', '2026-11-20T14:00:00.000Z', { state: 'cancelled' }, ', cancelled'],
  ] as const)('does not say of a visit that it was not held before its end: %s', (_name, startsAt, over, words) =>
    expect(overWords(aVisit('v', startsAt, over), now)).toBe(words),
  );

  it('names the clock where it is not the clinic’s', () => {
    expect(zoneWords('Europe/Berlin', 'Europe/Berlin')).toBe('');
    expect(zoneWords('America/Argentina/Buenos_Aires', 'Europe/Berlin')).toBe(', time of Buenos Aires, Argentina');
  });
});
