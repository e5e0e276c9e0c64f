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
    judged: fc.record({ real: fc.nat(60), refuted: fc.nat(60) }),
    counts: fc.array(fc.nat(400), { minLength: THRESHOLD_GRID.length, maxLength: THRESHOLD_GRID.length }),
  })
  .map(({ patientMonths, judged, counts }): AlarmCurve => {
    const falling = counts.sort((a, b) => b - a);
    return {
      patientMonths,
      judged,
      points: THRESHOLD_GRID.map((threshold, i) => {
        return { threshold, opened: falling[i]!, real: falling[i]! >> 3, refuted: falling[i]! >> 2 };
      }),
    };
  });
/** A clinic in which the detector alarms `factor` times as often as on the benchmark, and all was judged false. */
const like = (factor: number, patientMonths: number): AlarmCurve => ({
  patientMonths,
  judged: { real: 0, refuted: 1000 },
  points: THRESHOLD_GRID.map((threshold) => {
    const opened = factor * findBudget(threshold) * patientMonths;
    return { threshold, opened, real: 0, refuted: opened };
  }),
});

interface IllClinic {
  readonly patientMonths: number;
  /** Changes that are really there, per patient-month, found at any threshold. */
  readonly trueRate: number;
  /** Share of what is raised that somebody judges, and judges right. */
  readonly judgedShare: number;
  /** Nothing below it was raised, so nothing below it was judged. */
  readonly inForce: number;
}
/** Elsewhere the detector behaves as on the benchmark. */
function fallIll({ patientMonths, trueRate, judgedShare, inForce }: IllClinic): AlarmCurve {
  const points = THRESHOLD_GRID.map((threshold) => {
    const raised = findBudget(Math.max(threshold, inForce)) * patientMonths * judgedShare;
    const opened = (findBudget(threshold) + trueRate) * patientMonths;
    return { threshold, opened, real: trueRate * patientMonths * judgedShare, refuted: raised };
  });
  const { real, refuted } = points[0]!;
  return { patientMonths, judged: { real, refuted }, points };
}
const illClinics = fc.record({
  patientMonths: fc.double({ min: 20, max: 2000, noNaN: true }),
  trueRate: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
  judgedShare: fc.double({ min: 0.3, max: 1, noNaN: true }),
});

describe('budget and threshold', () => {
  it('are two ways to say the same', () => {
    fc.assert(fc.property(budgets, (budget) => expect(findBudget(findThreshold(budget))).toBeCloseTo(budget, 9)));
  });
});

describe('a learned threshold', () => {
  it.each([0.02, 0.1, 0.37, 0.5])('is exactly the detector’s own without data (budget %d)', (budget) => {
    const none = like(0, 0);
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
    const points = curve.points.map((p) => ({ ...p, real: (2 / 3) * p.opened, refuted: (1 / 3) * p.opened }));
    expect(Math.abs(learnThreshold({ ...curve, points }, 0.1) - findThreshold(0.1))).toBeLessThan(0.02);
  });
});

describe('a clinic in which many are really ill', () => {
  it('is not made deaf where nobody judges, nor by a handful of judgements', () => {
    fc.assert(
      fc.property(curves, fc.nat(9), fc.nat(9), budgets, (curve, count, share, budget) => {
        const real = Math.min(count, share);
        const learned = learnThreshold({ ...curve, judged: { real, refuted: count - real } }, budget);
        expect(learned).toBeLessThanOrEqual(findThreshold(budget));
      }),
    );
  });

  it('keeps about the detector’s own threshold where a third or more of its alarms are judged', () => {
    fc.assert(
      fc.property(illClinics, budgets, (clinic, budget) => {
        const own = findThreshold(budget);
        expect(learnThreshold(fallIll({ ...clinic, inForce: own }), budget) - own).toBeLessThan(0.2);
      }),
    );
  });

  it('gets a threshold that was once too high down again', () => {
    fc.assert(
      fc.property(illClinics, budgets, (clinic, budget) => {
        const own = findThreshold(budget);
        const learned = learnThreshold(fallIll({ ...clinic, inForce: own + 0.6 }), budget);
        expect(learned - own).toBeLessThan(0.2);
      }),
    );
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
    const points = thresholds.map((threshold, i) => {
      const opened = replays.reduce((sum, r) => sum + r.openings[i]!.filter(isNews).length, 0);
      return { threshold, opened, real: 0, refuted: opened };
    });
    return {
      patientMonths: replays.reduce((sum, r) => sum + r.watchedDays, 0) / MONTH_DAYS,
      judged: { real: 0, refuted: points[0]!.opened },
      points,
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
