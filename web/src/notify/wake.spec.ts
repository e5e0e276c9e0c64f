import { describe, expect, it } from '@jest/globals';
import { anAlert } from '../clinician/worklist/worklist.testkit.js';
import { isMissed, look, type Watch } from './wake.js';

interface Moment {
  now: number;
  here: boolean;
  heardAt: number | null;
}
/** Since when it did not know, each time that it came back. */
function follow(...moments: Moment[]): number[] {
  let watch: Watch | null = null;
  const woke: number[] = [];
  for (const moment of moments) {
    const found = look(watch, moment);
    watch = found.watch;
    if (found.wokeFrom !== null) woke.push(found.wokeFrom);
  }
  return woke;
}
const here = (now: number, heardAt: number | null = now): Moment => ({ now, here: true, heardAt });
const away = (now: number, heardAt: number | null): Moment => ({ now, here: false, heardAt });

describe('a page wakes', () => {
  it.each<[string, Moment[], number[]]>([
    ['not when it is opened', [away(0, null), here(1_000, null), here(6_000)], []],
    ['not while it is in sight and hears', [here(0), here(5_000), here(10_000), here(15_000)], []],
    ['after it was hidden, from when the server was last heard', [here(0), away(5_000, 4_000), here(60_000)], [4_000]],
    [
      'though it went on hearing while it was hidden',
      [here(0), away(5_000, 4_000), away(50_000, 49_000), here(60_000)],
      [4_000],
    ],
    [
      'from the last that it heard when its line broke unnoticed',
      [here(0), here(20_000, 1_000), away(29_000, 1_000), here(40_000)],
      [1_000],
    ],
    [
      'after the device was asleep, though nothing else was noticed',
      [here(0), here(5_000), here(600_000, 599_999)],
      [5_000],
    ],
    ['once after sleep, when its dead line is noticed later', [here(0), away(600_000, 599_999), here(605_000)], [0]],
    [
      'each time, and then only from the last',
      [here(0), away(1_000, 0), here(50_000), away(60_000, 59_000), here(90_000)],
      [0, 59_000],
    ],
    [
      'knowing what it asked for when it came back, though the server was not heard yet',
      [here(0), away(5_000, 4_000), here(60_000, 4_000), away(61_000, 4_000), here(70_000)],
      [4_000, 60_000],
    ],
    ['not because its clock was set back', [here(100_000), here(5_000), here(10_000)], []],
  ])('%s', (_name, moments, woke) => expect(follow(...moments)).toEqual(woke));
});

describe('worth a tone', () => {
  const since = Date.parse('2026-11-20T08:00:00Z');
  const raisedAt = '2026-11-20T08:00:01Z';
  it.each([
    ['what is due today and came since', anAlert({ raisedAt }), true],
    ['what interrupts', anAlert({ raisedAt, tier: 'now' }), true],
    ['no: this week', anAlert({ raisedAt, tier: 'week' }), false],
    ['no: good news', anAlert({ raisedAt, tier: 'good' }), false],
    ['no: what was there before', anAlert({ raisedAt: '2026-11-20T08:00:00Z' }), false],
    ['no: what was opened on another page', anAlert({ raisedAt, seenAt: raisedAt }), false],
    ['no: what a colleague has taken', anAlert({ raisedAt, owner: { personId: 'ana', name: 'Ana' } }), false],
    ['what was handed to me', anAlert({ raisedAt, owner: { personId: 'me', name: 'Me' } }), true],
  ])('%s', (_name, row, missed) => expect(isMissed(row, since, 'me')).toBe(missed));
});
