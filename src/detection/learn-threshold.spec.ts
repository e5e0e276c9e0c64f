import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BUDGET_RANGE, DEFAULT_CONFIDENCE, findBudget, findThreshold } from './alarm-budget.js';
import { expectFalseAlarms, learnThreshold, MONTH_DAYS, THRESHOLD_GRID, type AlarmCurve } from './learn-threshold.js';
import { replayPatient, type Opening } from './replay.js';
import type { PatientDays } from './patient-days.js';
import { makeRandom, tellStory } from './story.testkit.js';

const budgets = fc.double({ min: BUDGET_RANGE.least, max: BUDGET_RANGE.most, noNaN: true });
/** Any clinic: counts that fall, or not quite, as the threshold rises. */
const curves = fc
  .record({
    patientMonths: fc.double({ min: 0, max: 5000, noNaN: true }),
    counts: fc.array(fc.nat(400), { minLength: THRESHOLD_GRID.length, maxLength: THRESHOLD_GRID.length }),
  })
  .map(({ patientMonths, counts }): AlarmCurve => {
    const falling = counts.sort((a, b) => b - a);
    return {
      patientMonths,
      points: THRESHOLD_GRID.map((threshold, i) => ({ threshold, opened: falling[i]!, real: falling[i]! >> 3 })),
    };
  });
/** A clinic in which the detector alarms `factor` times as often as on the benchmark. */
const like = (factor: number, patientMonths: number): AlarmCurve => ({
  patientMonths,
  points: THRESHOLD_GRID.map((threshold) => ({
    threshold,
    opened: factor * findBudget(threshold) * patientMonths,
    real: 0,
  })),
});

describe('budget and threshold', () => {
  it('are two ways to say the same', () => {
    fc.assert(fc.property(budgets, (budget) => expect(findBudget(findThreshold(budget))).toBeCloseTo(budget, 9)));
  });
});

describe('a learned threshold', () => {
  it.each([0.02, 0.1, 0.37, 0.5])('is exactly the detector’s own without data (budget %d)', (budget) => {
    const none = { patientMonths: 0, points: THRESHOLD_GRID.map((threshold) => ({ threshold, opened: 0, real: 0 })) };
    expect(learnThreshold(none, budget)).toBe(findThreshold(budget));
  });

  it('never rises with the budget, and stays near the detector’s own', () => {
    fc.assert(
      fc.property(curves, budgets, budgets, (curve, a, b) => {
        const [less, more] = [learnThreshold(curve, Math.min(a, b)), learnThreshold(curve, Math.max(a, b))];
        expect(more).toBeLessThanOrEqual(less);
        expect(Math.abs(more - findThreshold(Math.max(a, b)))).toBeLessThan(1.00001);
      }),
    );
  });

  it('expects exactly the budget, where it is within reach', () => {
    const curve = like(2.5, 400);
    for (const budget of [0.05, 0.1, 0.2]) {
      expect(expectFalseAlarms(curve, learnThreshold(curve, budget))).toBeCloseTo(budget, 6);
    }
  });

  it('follows the clinic the more it has seen of it', () => {
    const gap = (patientMonths: number) => learnThreshold(like(2.5, patientMonths), 0.1) - findThreshold(0.1);
    expect(gap(5)).toBeGreaterThan(0);
    expect(gap(50)).toBeGreaterThan(gap(5));
    expect(gap(5000)).toBeGreaterThan(gap(50));
    expect(gap(5000)).toBeCloseTo(findThreshold(0.1 / 2.5) - findThreshold(0.1), 1);
    expect(learnThreshold(like(0.4, 5000), 0.1)).toBeLessThan(findThreshold(0.1));
  });

  it('does not count alarms that were real', () => {
    const curve = like(3, 1000);
    const honest = { ...curve, points: curve.points.map((p) => ({ ...p, real: (2 / 3) * p.opened })) };
    expect(Math.abs(learnThreshold(honest, 0.1) - findThreshold(0.1))).toBeLessThan(0.02);
  });
});

describe('in a simulated clinic in which nothing changes', () => {
  const period = { from: '2026-07-01', to: '2027-03-27' };
  const clinic = (seed: number, patients: number): PatientDays[] =>
    Array.from({ length: patients }, (_, i) => {
      const random = makeRandom(seed + i);
      // A slow wander of the level, as real people have it: the reason why thresholds do not travel.
      const phase = Array.from({ length: 2 }, () => 6.28 * random());
      const wave = (t: number, k: number) => Math.sin(t / 9 + phase[k]!) + Math.sin(t / 23 + 2 * phase[k]!);
      return tellStory({
        seed: seed + i,
        days: 300,
        steps: (t) => 6000 * Math.exp(0.16 * wave(t, 0)),
        pain: (t) => 5 + 0.5 * wave(t, 1),
      });
    });
  const countAll = (patients: readonly PatientDays[], thresholds: readonly number[]) => {
    const [first, ...more] = thresholds.map((threshold) => ({ threshold, confidence: DEFAULT_CONFIDENCE }));
    const replays = patients.map((days) => replayPatient(days, [first!, ...more], period));
    const isNews = (o: Opening) => o.direction === 'worse' && o.raisedOn >= period.from;
    return {
      patientMonths: replays.reduce((sum, r) => sum + r.watchedDays, 0) / MONTH_DAYS,
      points: thresholds.map((threshold, i) => ({
        threshold,
        opened: replays.reduce((sum, r) => sum + r.openings[i]!.filter(isNews).length, 0),
        real: 0,
      })),
    };
  };

  it('the budget is kept on other patients of the clinic, better than by the detector’s own threshold', () => {
    const budget = 0.3;
    const curve = countAll(clinic(1000, 20), THRESHOLD_GRID);
    const others = countAll(clinic(9000, 20), [learnThreshold(curve, budget), findThreshold(budget)]);
    const [learned, own] = others.points.map((point) => point.opened / others.patientMonths);
    // Both samples scatter as counts do: three standard errors of their difference.
    expect(Math.abs(learned! - budget)).toBeLessThan(3 * Math.sqrt((2 * budget) / curve.patientMonths));
    expect(Math.abs(learned! - budget)).toBeLessThan(Math.abs(own! - budget));
  }, 60_000);
});
