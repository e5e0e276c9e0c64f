import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from './civil-time.js';
import { civilDayAt, dayBounds, instantsOfWall, zoneAt, type ZoneHistory } from './zone-history.js';

const HOUR_MS = 3_600_000;
const at = (iso: string) => Date.parse(iso);
const lived = (first: string, ...moves: (readonly [since: string, zone: string])[]): ZoneHistory => [
  { sinceMs: Number.NEGATIVE_INFINITY, zone: first },
  ...moves.map(([since, zone]) => ({ sinceMs: at(since), zone })),
];
const moved = lived('Europe/Berlin', ['2026-05-10T12:00:00Z', 'America/New_York']);

describe('zone history', () => {
  it('answers with the zone that held at the time, back for ever', () => {
    expect(zoneAt(moved, at('1950-01-01T00:00:00Z'))).toBe('Europe/Berlin');
    expect(zoneAt(moved, at('2026-05-10T11:59:59Z'))).toBe('Europe/Berlin');
    expect(zoneAt(moved, at('2026-05-10T12:00:00Z'))).toBe('America/New_York');
    expect(zoneAt([], 0)).toBe('UTC');
  });

  it('puts the same instant into the day it was where the person lived', () => {
    expect(civilDayAt(moved, at('2026-05-01T22:30:00Z'))).toBe('2026-05-02');
    expect(civilDayAt(moved, at('2026-06-02T02:30:00Z'))).toBe('2026-06-01');
  });
});

describe('the length of a day', () => {
  /** Leaves Auckland at eight in the evening, lands on the evening before. */
  const west = lived('Pacific/Auckland', ['2026-11-25T07:00:00Z', 'Pacific/Honolulu']);
  const east = lived('Pacific/Honolulu', ['2026-11-25T06:00:00Z', 'Pacific/Auckland']);
  const home = lived(
    'Pacific/Apia',
    ['2026-11-20T09:30:00Z', 'Pacific/Honolulu'],
    ['2026-11-23T20:00:00Z', 'Pacific/Apia'],
  );

  it.each<[string, ZoneHistory, string, string, number]>([
    ['Berlin, ordinary', moved, '2026-05-02', '2026-05-01T22:00:00Z', 24],
    ['Berlin, spring', moved, '2026-03-29', '2026-03-28T23:00:00Z', 23],
    ['Berlin, autumn', moved, '2025-10-26', '2025-10-25T22:00:00Z', 25],
    ['moved to New York in the afternoon: six hours more', moved, '2026-05-10', '2026-05-09T22:00:00Z', 30],
    ['the day after the move', moved, '2026-05-11', '2026-05-11T04:00:00Z', 24],
    ['New York, autumn', moved, '2026-11-01', '2026-11-01T04:00:00Z', 25],
    ['New York, spring', lived('America/New_York'), '2026-03-08', '2026-03-08T05:00:00Z', 23],
    ['Lord Howe, spring: half an hour', lived('Australia/Lord_Howe'), '2026-10-04', '2026-10-03T13:30:00Z', 23.5],
    ['Lord Howe, autumn', lived('Australia/Lord_Howe'), '2026-04-05', '2026-04-04T13:00:00Z', 24.5],
    ['Kathmandu, a quarter to', lived('Asia/Kathmandu'), '2026-03-29', '2026-03-28T18:15:00Z', 24],
    ['Auckland to Honolulu: one long day', west, '2026-11-25', '2026-11-24T11:00:00Z', 47],
    ['and the next is ordinary', west, '2026-11-26', '2026-11-26T10:00:00Z', 24],
    ['Honolulu to Auckland: the day ends early', east, '2026-11-24', '2026-11-24T10:00:00Z', 20],
    ['and five hours are left of the next', east, '2026-11-25', '2026-11-25T06:00:00Z', 5],
    ['Apia to Honolulu', home, '2026-11-20', '2026-11-19T11:00:00Z', 47],
    ['and back: a day that never was', home, '2026-11-23', '2026-11-23T10:00:00Z', 10],
    ['Apia moved over the line itself', lived('Pacific/Apia'), '2011-12-30', '2011-12-30T10:00:00Z', 0],
  ])('%s', (_name, zones, day, start, hours) => {
    const { startMs, endMs } = dayBounds(zones, day);
    expect([new Date(startMs).toISOString(), (endMs - startMs) / HOUR_MS]).toEqual([
      new Date(start).toISOString(),
      hours,
    ]);
    if (hours === 0) return;
    expect(civilDayAt(zones, startMs)).toBe(day);
    expect(civilDayAt(zones, endMs - 1)).toBe(day);
    expect(civilDayAt(zones, startMs - 1) < day).toBe(true);
    expect(civilDayAt(zones, endMs) > day).toBe(true);
  });

  it('lets every instant belong to exactly one day, whatever the journeys', () => {
    const zone = fc.constantFrom('Pacific/Auckland', 'Pacific/Honolulu', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'); // prettier-ignore
    const start = at('2026-09-20T00:00:00Z');
    const instant = fc.integer({ min: 0, max: 60 * 24 * 60 }).map((minutes) => start + minutes * 60_000);
    const history = fc.tuple(zone, fc.uniqueArray(fc.tuple(instant, zone), { maxLength: 6, selector: ([ms]) => ms })); // prettier-ignore
    fc.assert(
      fc.property(history, fc.array(instant, { minLength: 5, maxLength: 20 }), ([first, moves], instants) => {
        const zones = lived(
          first,
          ...moves.sort((a, b) => a[0] - b[0]).map(([ms, name]) => [new Date(ms).toISOString(), name] as const),
        );
        for (const ms of instants) {
          const day = civilDayAt(zones, ms);
          for (const other of [-2, -1, 0, 1, 2].map((n) => addDays(day, n))) {
            const { startMs, endMs } = dayBounds(zones, other);
            expect([other, startMs <= ms && ms < endMs]).toEqual([other, other === day]);
          }
        }
      }),
    );
  });
});

describe('a time on the wall', () => {
  const flight = lived('Europe/Berlin', ['2026-05-10T12:00:00Z', 'America/New_York']);
  const back = lived('America/New_York', ['2026-05-10T12:00:00Z', 'Europe/Berlin']);

  it.each<[string, ZoneHistory, string, string[], 'gap' | 'leftOut' | null]>([
    ['before the move', flight, '2026-05-10T10:00', ['08:00Z', '14:00Z'], null],
    ['only before the move', flight, '2026-05-10T07:00', ['05:00Z'], null],
    ['only after the move', flight, '2026-05-10T15:00', ['19:00Z'], null],
    ['the hours a flight east leaves out go by the old clock', back, '2026-05-10T10:00', ['14:00Z'], 'leftOut'],
    ['an hour that came twice', flight, '2026-11-01T01:30', ['05:30Z', '06:30Z'], null],
    ['an hour that never was', flight, '2026-03-29T02:30', ['01:30Z'], 'gap'],
    ['a zone of its own', lived('Asia/Kathmandu'), '2026-05-10T00:00', ['18:15Z'], null],
  ])('%s', (_name, zones, local, times, never) => {
    const { ms, gap, leftOut } = instantsOfWall(zones, local);
    expect(ms.map((at) => `${new Date(at).toISOString().slice(11, 16)}Z`)).toEqual(times);
    expect({ gap, leftOut }).toEqual({ gap: never === 'gap', leftOut: never === 'leftOut' });
  });
});
