import { describe, expect, it } from '@jest/globals';
import { changeOf, type Draft, isUnsent, localOf, noChange, sameClock } from './journey-change.js';

const wrong = { since: '2026-01-06T11:00:30.500Z', zone: 'Europe/Madrid' };
const draft = (more: Partial<Draft>): Draft => ({ wrong, zone: wrong.zone, typed: null, ...more });

describe('what a form of a journey shows and sends', () => {
  it.each<[string, Partial<Draft>, string, string | null]>([
    ['a new one, nothing typed', { wrong: null }, '', null],
    ['a new one', { wrong: null, typed: '2026-01-06T12:00' }, '2026-01-06T12:00', '2026-01-06T11:00:00.000Z'],
    ['as it was', {}, '2026-01-06T12:00', wrong.since],
    ['another zone: the same moment by its clock', { zone: 'Europe/Lisbon' }, '2026-01-06T11:00', wrong.since],
    ['typed back to what it was', { typed: '2026-01-06T12:00' }, '2026-01-06T12:00', wrong.since],
    ['another moment', { typed: '2026-01-07T12:00' }, '2026-01-07T12:00', '2026-01-07T11:00:00.000Z'],
    [
      'another zone and moment',
      { zone: 'Asia/Tokyo', typed: '2026-01-06T12:00' },
      '2026-01-06T12:00',
      '2026-01-06T03:00:00.000Z',
    ],
    ['emptied', { typed: '' }, '', null],
    ['no zone', { wrong: null, zone: '', typed: '2026-01-06T12:00' }, '2026-01-06T12:00', null],
  ])('%s', (_name, more, local, since) => {
    const now = draft(more);
    expect(localOf(now)).toBe(local);
    const instead = now.wrong ? { insteadOf: wrong.since } : {};
    expect(changeOf(now)).toEqual(since === null ? null : { zone: now.zone, since, ...instead });
  });

  it('keeps the second of two hours of the same name', () => {
    const second = { since: '2025-10-26T01:30:00.000Z', zone: 'Europe/Berlin' };
    const now = draft({ wrong: second, zone: second.zone });
    expect(localOf(now)).toBe('2025-10-26T02:30');
    expect(changeOf(now)?.since).toBe(second.since);
  });

  it.each<[string, Partial<Draft>, boolean]>([
    ['a new one that nobody has begun', { wrong: null, zone: 'Asia/Tokyo' }, false],
    ['a new one', { wrong: null, typed: '2026-01-06T12:00' }, true],
    ['one as it was', {}, false],
    ['one typed back to what it was', { typed: '2026-01-06T12:00' }, false],
    ['another zone', { zone: 'Europe/Lisbon' }, true],
    ['another moment', { typed: '2026-01-07T12:00' }, true],
    ['an emptied moment', { typed: '' }, true],
  ])('%s is unsent: %s', (_name, more, unsent) => expect(isUnsent(draft(more))).toBe(unsent));

  const items = [
    { since: null, zone: 'Europe/Berlin' },
    { since: '2026-01-06T11:00:00.000Z', zone: 'Asia/Calcutta' },
  ];
  it.each<[string, Partial<Draft>, ReturnType<typeof noChange>]>([
    ['nothing typed', { wrong: null }, null],
    ['where somebody was anyway', { wrong: null, zone: 'Europe/Berlin', typed: '2026-01-05T12:00' }, 'isSame'],
    ['the same by its modern name', { wrong: null, zone: 'Asia/Kolkata', typed: '2026-01-08T12:00' }, 'isSame'],
    ['the same journey again', { wrong: null, zone: 'Asia/Kolkata', typed: '2026-01-06T16:30' }, 'isSame'],
    ['a moment that is taken', { wrong: null, zone: 'Europe/Madrid', typed: '2026-01-06T12:00' }, 'begins'],
    ['a minute later', { wrong: null, zone: 'Europe/Madrid', typed: '2026-01-06T12:01' }, null],
    ['a time that clocks left out', { wrong: null, zone: 'Europe/Madrid', typed: '2026-03-29T02:30' }, 'skipped'],
    ['a moment put right to one', { typed: '2026-03-29T02:30' }, 'skipped'],
    ['only the zone put right', { zone: 'Europe/Berlin' }, null],
    ['no zone', { wrong: null, zone: '', typed: '2026-01-06T12:00' }, null],
  ])('%s: %s', (_name, more, why) => expect(noChange(draft(more), items)).toBe(why));

  it.each<[string, Partial<Draft>, string | undefined]>([
    [
      'the wall time of a journey, elsewhere',
      { wrong: null, zone: 'Asia/Tokyo', typed: '2026-01-06T16:30' },
      items[1]!.zone,
    ],
    [
      'the moment of a journey, by another clock',
      { wrong: null, zone: 'Europe/Berlin', typed: '2026-01-06T12:00' },
      undefined,
    ],
    ['nothing typed', { wrong: null, zone: 'Asia/Tokyo' }, undefined],
    ['a journey that is put right', { typed: '2026-01-06T16:30' }, undefined],
  ])('%s may be meant for one that is there: %s', (_name, more, zone) =>
    expect(sameClock(draft(more), items)?.zone).toBe(zone),
  );
});
