import { describe, expect, it } from '@jest/globals';
import { STEPS_SCALE, type DayInput } from './day-input.js';
import { IllnessGate } from './illness-gate.js';
import { Signals } from './signals.js';
import { WearGate } from './wear-gate.js';

const DAYS = 30;
const all = <T>(value: T) => Array.from({ length: DAYS }, () => value);
type Columns = { readonly [K in keyof DayInput]: readonly DayInput[K][] };
const listDays = (over: Partial<Columns> = {}): DayInput[] => {
  const usual = { activity: 6000, wearMinutes: 1200, sleepMinutes: 420, restingHeartRate: 62, nrs: null, peg: null };
  const columns = Object.entries(over) as [keyof DayInput, readonly never[]][];
  return all({ ...usual, device: 'a' }).map((day, t) => ({
    ...day,
    ...Object.fromEntries(columns.map(([name, values]) => [name, values[t]])),
  }));
};
/** The last day's weight when the last day is like this. */
const lastWeight = (over: Partial<Columns>) => {
  const gate = new WearGate(STEPS_SCALE);
  return listDays(over)
    .map((day) => gate.weigh(day))
    .at(-1);
};
const weighByIllness = (rates: readonly (number | null)[]) => {
  const gate = new IllnessGate();
  return rates.map((rate) => gate.weigh(rate));
};
const readSignals = (over: Partial<Columns>) => {
  const signals = new Signals(0, STEPS_SCALE);
  for (const day of listDays(over)) signals.push(day);
  return signals;
};
const endingIn = <T>(usual: T, last: T) => all(usual).with(DAYS - 1, last);

describe('wear gate: not worn is missing, never zero', () => {
  it.each<[string, Partial<Columns>, number]>([
    ['a worn day', {}, 1],
    ['ten hours exactly', { wearMinutes: endingIn(1200, 600) }, 1],
    ['a minute less', { wearMinutes: endingIn(1200, 599) }, 0],
    ['worn but no step at all', { activity: endingIn<number | null>(6000, 0) }, 0],
    ['nothing sent', { activity: endingIn<number | null>(6000, null) }, 0],
    ['no wear time, a plausible count', { wearMinutes: all(null) }, 1],
    ['no wear time, 299 steps', { wearMinutes: all(null), activity: endingIn(6000, 299) }, 0],
    [
      'no wear time and no night either',
      {
        wearMinutes: all(null),
        sleepMinutes: endingIn<number | null>(420, null),
        restingHeartRate: endingIn<number | null>(62, null),
      },
      0.4,
    ],
    [
      'no wear time, somebody who never wears it at night',
      { wearMinutes: all(null), sleepMinutes: all(null), restingHeartRate: all(null) },
      1,
    ],
  ])('%s', (_name, over, weight) => expect(lastWeight(over)).toBe(weight));
});

describe('illness gate', () => {
  it('a heart rate six beats up makes the days count a fifth', () => {
    const weights = weighByIllness([...all(62), 68, 68, 68, 62]);
    expect([...weights.slice(DAYS - 1)]).toEqual([1, 0.2, 0.2, 0.2, 1]);
  });

  it('a level that stays up becomes the new usual', () => {
    const weights = weighByIllness([...all(62), ...Array.from({ length: 150 }, () => 68)]);
    expect(weights[DAYS]).toBe(0.2);
    expect(weights.at(-1)).toBe(1);
  });

  it('missing days count fully and teach nothing', () => {
    expect([...weighByIllness(all(null))]).toEqual(all(1));
  });
});

describe('signals', () => {
  it('are oriented so that worse is lower', () => {
    const { byId } = readSignals({ nrs: endingIn<number | null>(4, 7), activity: endingIn(6000, 3000) });
    expect(byId.nrs.y[DAYS - 1]).toBeLessThan(byId.nrs.y[0]!);
    expect(byId.activity.y[DAYS - 1]! - byId.activity.y[0]!).toBeCloseTo(Math.log(0.5), 12);
  });

  it('an impossible night is missing', () => {
    expect(readSignals({ sleepMinutes: endingIn(420, 60) }).byId.sleep.w[DAYS - 1]).toBe(0);
  });

  it.each([
    ['one device', all<string | null>('a'), 0],
    ['another from day 20', all<string | null>('a').fill('b', 20), 20],
    ['unknown days keep the last known one', all<string | null>('a').fill(null, 20), 0],
    ['known again after a gap', all<string | null>('a').fill(null, 18).fill('b', 22), 22],
  ])('device: %s', (_name, device, since) => {
    expect(readSignals({ device }).deviceSince[DAYS - 1]).toBe(since);
  });
});
