import { describe, expect, it } from '@jest/globals';
import { type Absence, findGaps, findOnCall, type Shift } from './on-call.js';

const at = (iso: string) => Date.parse(iso);
const aShift = (change: Partial<Shift> = {}): Shift => ({
  id: 'night',
  personId: 'ana',
  profession: null,
  rank: 1,
  startsOn: '2026-11-23',
  starts: '17:00',
  endsOn: '2026-11-24',
  ends: '08:00',
  everyWeeks: 0,
  lastOn: null,
  ...change,
});
const away = (personId: string, standInId: string, from: string, until: string): Absence => ({
  personId,
  standInId,
  fromMs: at(from),
  untilMs: at(until),
});
const names = (shifts: Shift[], iso: string, absences: Absence[] = [], zone = 'Europe/Berlin', profession?: string) =>
  findOnCall(shifts, absences, zone, at(iso), profession ?? null).map((turn) => turn.personId);

describe('who is on call', () => {
  it.each([
    ['before it begins', aShift(), '2026-11-23T15:59:59Z', []],
    ['as it begins', aShift(), '2026-11-23T16:00:00Z', ['ana']],
    ['after midnight', aShift(), '2026-11-24T05:00:00Z', ['ana']],
    ['as it ends', aShift(), '2026-11-24T07:00:00Z', []],
    ['a week later, when it was once', aShift(), '2026-11-30T18:00:00Z', []],
    ['a week later, when it is weekly', aShift({ everyWeeks: 1 }), '2026-11-30T18:00:00Z', ['ana']],
    ['a week later, every two weeks', aShift({ everyWeeks: 2 }), '2026-11-30T18:00:00Z', []],
    ['two weeks later, every two weeks', aShift({ everyWeeks: 2 }), '2026-12-08T06:00:00Z', ['ana']],
    ['after the last', aShift({ everyWeeks: 1, lastOn: '2026-11-30' }), '2026-12-07T18:00:00Z', []],
    ['on the last', aShift({ everyWeeks: 1, lastOn: '2026-11-30' }), '2026-12-01T06:00:00Z', ['ana']],
    ['years on, in summer time', aShift({ everyWeeks: 1 }), '2029-07-09T15:00:00Z', ['ana']],
    ['years on, a minute before', aShift({ everyWeeks: 1 }), '2029-07-09T14:59:00Z', []],
  ])('%s', (_name, shift, iso, expected) => expect(names([shift], iso)).toEqual(expected));

  it.each([
    ['Europe/Berlin', '2026-10-24', '2026-10-25', 16],
    ['Europe/Berlin', '2026-03-28', '2026-03-29', 14],
    ['America/New_York', '2026-10-31', '2026-11-01', 16],
    ['America/New_York', '2026-03-07', '2026-03-08', 14],
    ['Australia/Lord_Howe', '2026-04-04', '2026-04-05', 15.5],
    ['Australia/Lord_Howe', '2026-10-03', '2026-10-04', 14.5],
  ])('%s, the night of %s lasts from five to eight by the clock', (zone, startsOn, endsOn, hours) => {
    const weekly = aShift({ startsOn, endsOn, everyWeeks: 1 });
    const period = { fromMs: at(`${startsOn}T00:00:00Z`) - 86_400_000, toMs: at(`${endsOn}T00:00:00Z`) + 172_800_000 };
    const [before, after] = findGaps([weekly], [], zone, period);
    expect((after!.fromMs - before!.toMs) / 3_600_000).toBe(hours);
  });

  it('names the first before the second, and who stands in for whom', () => {
    const shifts = [aShift({ id: 'b', personId: 'ben', rank: 2 }), aShift({ id: 'a' })];
    expect(names(shifts, '2026-11-23T18:00:00Z')).toEqual(['ana', 'ben']);
    const absences = [away('ana', 'cyd', '2026-11-23T00:00:00Z', '2026-11-23T20:00:00Z')];
    expect(findOnCall(shifts, absences, 'Europe/Berlin', at('2026-11-23T18:00:00Z'))[0]).toEqual({
      personId: 'cyd',
      standsInFor: 'ana',
      shiftId: 'a',
      rank: 1,
      untilMs: at('2026-11-23T20:00:00Z'),
    });
    expect(names(shifts, '2026-11-23T20:00:00Z', absences)).toEqual(['ana', 'ben']);
  });

  it('gives nobody a turn whose stand-in is away too', () => {
    const absences = [
      away('ana', 'cyd', '2026-11-23T00:00:00Z', '2026-11-25T00:00:00Z'),
      away('cyd', 'ana', '2026-11-23T18:00:00Z', '2026-11-23T19:00:00Z'),
    ];
    expect(names([aShift()], '2026-11-23T18:30:00Z', absences)).toEqual([]);
    expect(
      findGaps([aShift()], absences, 'Europe/Berlin', {
        fromMs: at('2026-11-23T16:00:00Z'),
        toMs: at('2026-11-24T07:00:00Z'),
      }),
    ).toEqual([{ fromMs: at('2026-11-23T18:00:00Z'), toMs: at('2026-11-23T19:00:00Z') }]);
  });

  it('routes a question to its profession, and to everybody’s turn where there is none', () => {
    const shifts = [aShift(), aShift({ id: 'rx', personId: 'pia', profession: 'pharmacist' })];
    const now = '2026-11-23T18:00:00Z';
    expect(names(shifts, now, [], 'Europe/Berlin', 'pharmacist')).toEqual(['pia']);
    expect(names(shifts, now, [], 'Europe/Berlin', 'psychologist')).toEqual(['ana']);
    expect(names(shifts, now)).toEqual(['ana']);
  });
});
