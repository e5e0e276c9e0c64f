import { describe, expect, it } from '@jest/globals';
import { addDays, countDays } from './civil-days.js';
import { evaluatePatient } from './evaluate-patient.js';
import { GrowingSeries } from './metric-series.js';
import { sharpenOnset } from './sharpen-onset.js';
import { cutAt, tellStory, type Story } from './story.testkit.js';

const DAY0 = '2026-06-01';
const FALL = 82;
const SEEDS = [1, 2, 3, 4, 5, 6];
const falling = (seed: number, to: number): Story => ({ seed, days: FALL + 16, steps: (t) => (t < FALL ? 6000 : to) });
const fallOf = (story: Story, days: number) =>
  evaluatePatient(cutAt(tellStory(story), days)).concerns.find(({ kind }) => kind === 'deterioration');

/** How many days the first day that is told lies from the true one, of each seed. */
const offOf = (found: readonly string[]) => found.map((since) => Math.abs(countDays(addDays(DAY0, FALL), since)));
const exact = (off: readonly number[]) => off.filter((days) => days <= 1).length;

describe('the first day of a fall', () => {
  it('is that day, where the days say so plainly, and not a week of ordinary days before it', () => {
    const found = SEEDS.map((seed) => fallOf(falling(seed, 2000), FALL + 8)!);
    expect(exact(offOf(found.map(({ since }) => since)))).toBeGreaterThanOrEqual(4);
    for (const { since, evidence } of found) {
      const [from, to] = evidence.sinceInterval;
      expect(from <= since && since <= to).toBe(true);
      // Where it is exact, all that is shown since then lies below what was usual.
      if (exact(offOf([since]))) expect(evidence.wornSince - evidence.beyondUsual).toBeLessThanOrEqual(1);
    }
  });

  it('stays where it is while the fall lasts', () => {
    const days = [FALL + 8, FALL + 10, FALL + 15];
    for (const seed of SEEDS) expect(new Set(days.map((n) => fallOf(falling(seed, 2000), n)!.since)).size).toBe(1);
  });

  const NOTICED = { direction: 'worse', onset: 42, interval: [40, 46], day: 55 } as const;
  const ordinary = (t: number) => 6000 + 400 * ((t * 7) % 5) - 800;
  const fallen = (t: number) => (t < 50 ? ordinary(t) : 2000 + 100 * (t % 3));
  it.each<[string, (t: number) => number | null, { onset: number }]>([
    ['a plain fall', fallen, { onset: 50 }],
    ['one with an odd day a week before', (t) => (t === 43 ? 900 : fallen(t)), { onset: 50 }],
    ['one with an odd day after it', (t) => (t === 53 ? 7000 : fallen(t)), { onset: 50 }],
    ['one on a day without a value: the first that is known', (t) => (t === 50 ? null : fallen(t)), { onset: 51 }],
    [
      'what creeps in over three weeks: as it was noticed',
      (t) => ordinary(t) * Math.min(1, 1 - (t - 35) / 60),
      NOTICED,
    ],
    ['a rise: as it was noticed', (t) => 12_000 - fallen(t)!, NOTICED],
  ])('is found in %s', (_name, valueOn, expected) => {
    const series = new GrowingSeries('steps');
    for (let t = 0; t <= NOTICED.day; t++) {
      const value = valueOn(t);
      series.push({ value, wearMinutes: null, state: value === null ? 'notWorn' : 'ok' });
    }
    expect(sharpenOnset(series, NOTICED, 0)).toMatchObject(expected);
  });
});
