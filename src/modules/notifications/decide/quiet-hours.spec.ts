import { describe, expect, it } from '@jest/globals';
import { quietUntil } from './quiet-hours.js';

const NIGHT = { from: '22:00', until: '07:00' };
const NOON = { from: '12:00', until: '13:00' };
const SKIPPED = { from: '22:00', until: '02:30' };
const BERLIN = 'Europe/Berlin';

describe('when the quiet that holds now is over', () => {
  it.each([
    ['in the evening, it ends the next morning', NIGHT, BERLIN, '2026-11-26T22:30:00Z', '2026-11-27T06:00:00.000Z'],
    ['after midnight, this morning', NIGHT, BERLIN, '2026-11-26T02:00:00Z', '2026-11-26T06:00:00.000Z'],
    ['the same moment on another wall is day', NIGHT, 'Asia/Tokyo', '2026-11-26T02:00:00Z', null],
    ['within a day', NOON, BERLIN, '2026-11-26T11:30:00Z', '2026-11-26T12:00:00.000Z'],
    ['as it ends it is over', NIGHT, BERLIN, '2026-11-26T06:00:00Z', null],
    ['as it begins it holds', NIGHT, BERLIN, '2026-11-26T21:00:00Z', '2026-11-27T06:00:00.000Z'],
    ['the night that is an hour longer', NIGHT, BERLIN, '2026-10-24T22:00:00Z', '2026-10-25T06:00:00.000Z'],
    ['the night that is an hour shorter', NIGHT, BERLIN, '2026-03-28T23:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['an end that the clock skips', SKIPPED, BERLIN, '2026-03-29T00:30:00Z', '2026-03-29T01:30:00.000Z'],
    ['an end that it shows twice: the first', SKIPPED, BERLIN, '2026-10-24T23:30:00Z', '2026-10-25T00:30:00.000Z'],
    ['… and the second, once that is past', SKIPPED, BERLIN, '2026-10-25T01:15:00Z', '2026-10-25T01:30:00.000Z'],
    ['nobody asked for quiet', null, BERLIN, '2026-11-26T02:00:00Z', null],
  ])('%s', (_name, hours, zone, now, until) =>
    expect(quietUntil(hours, zone, new Date(now))?.toISOString() ?? null).toBe(until),
  );
});
