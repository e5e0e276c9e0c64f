import { describe, expect, it } from '@jest/globals';
import { STEPS_SCALE, type DailyInput } from './daily-input.js';
import { weighByIllness } from './illness-gate.js';
import { buildSignals } from './signals.js';
import { weighActivityDays } from './wear-gate.js';

const DAYS = 30;
const all = <T>(value: T) => Array.from({ length: DAYS }, () => value);
const anInput = (over: Partial<DailyInput> = {}): DailyInput => ({
  days: DAYS,
  startDow: 0,
  baselineDays: 28,
  activity: all(6000),
  ...STEPS_SCALE,
  wearMinutes: all(1200),
  sleepMinutes: all(420),
  restingHeartRate: all(62),
  nrs: all(null),
  peg: all(null),
  device: all('a'),
  ...over,
});
/** The last day's weight when the last day is like this. */
const lastWeight = (over: Partial<DailyInput>) => weighActivityDays(anInput(over))[DAYS - 1];
const endingIn = <T>(usual: T, last: T) => all(usual).with(DAYS - 1, last);

describe('wear gate: not worn is missing, never zero', () => {
  it.each<[string, Partial<DailyInput>, number]>([
    ['a worn day', {}, 1],
    ['ten hours exactly', { wearMinutes: endingIn(1200, 600) }, 1],
    ['a minute less', { wearMinutes: endingIn(1200, 599) }, 0],
    ['worn but no step at all', { activity: endingIn<number | null>(6000, 0) }, 0],
    ['nothing sent', { activity: endingIn<number | null>(6000, null) }, 0],
    ['no wear time, a plausible count', { wearMinutes: null }, 1],
    ['no wear time, 299 steps', { wearMinutes: null, activity: endingIn(6000, 299) }, 0],
    [
      'no wear time and no night either',
      {
        wearMinutes: null,
        sleepMinutes: endingIn<number | null>(420, null),
        restingHeartRate: endingIn<number | null>(62, null),
      },
      0.4,
    ],
    [
      'no wear time, somebody who never wears it at night',
      { wearMinutes: null, sleepMinutes: all(null), restingHeartRate: all(null) },
      1,
    ],
  ])('%s', (_name, over, weight) => expect(lastWeight(over)).toBe(weight));
});

describe('illness gate', () => {
  it('a heart rate six beats up makes the days count a quarter', () => {
    const weights = weighByIllness([...all(62), 68, 68, 68, 62], DAYS + 4);
    expect([...weights.slice(DAYS - 1)]).toEqual([1, 0.25, 0.25, 0.25, 1]);
  });

  it('a level that stays up becomes the new usual', () => {
    const weights = weighByIllness([...all(62), ...Array.from({ length: 150 }, () => 68)], DAYS + 150);
    expect(weights[DAYS]).toBe(0.25);
    expect(weights.at(-1)).toBe(1);
  });

  it('missing days count fully and teach nothing', () => {
    expect([...weighByIllness(all(null), DAYS)]).toEqual(all(1));
  });
});

describe('signals', () => {
  it('are oriented so that worse is lower', () => {
    const { byId } = buildSignals(anInput({ nrs: endingIn<number | null>(4, 7), activity: endingIn(6000, 3000) }));
    expect(byId.nrs.y[DAYS - 1]).toBeLessThan(byId.nrs.y[0]!);
    expect(byId.activity.y[DAYS - 1]).toBeCloseTo(Math.log(0.5), 12);
  });

  it('an impossible night is missing', () => {
    expect(buildSignals(anInput({ sleepMinutes: endingIn(420, 60) })).byId.sleep.w[DAYS - 1]).toBe(0);
  });

  it.each([
    ['one device', all<string | null>('a'), 0],
    ['another from day 20', all<string | null>('a').fill('b', 20), 20],
    ['unknown days keep the last known one', all<string | null>('a').fill(null, 20), 0],
    ['known again after a gap', all<string | null>('a').fill(null, 18).fill('b', 22), 22],
  ])('device: %s', (_name, device, since) => {
    expect(buildSignals(anInput({ device })).deviceSince[DAYS - 1]).toBe(since);
  });
});
