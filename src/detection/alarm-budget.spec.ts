import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BUDGET_RANGE, SURE_SCORE, chooseCalibration, findThreshold, toConfidence, toRule } from './alarm-budget.js';

const budgets = fc.double({ min: BUDGET_RANGE.least, max: BUDGET_RANGE.most, noNaN: true });

describe('the alarm budget', () => {
  it('asks for more evidence the smaller it is', () => {
    fc.assert(
      fc.property(budgets, budgets, (a, b) => {
        if (a < b) expect(findThreshold(a)).toBeGreaterThanOrEqual(findThreshold(b));
      }),
    );
  });

  it('differs where budgets differ', () => {
    expect([0.02, 0.05, 0.1, 0.2, 0.5].map(findThreshold)).toEqual(
      [...new Set([0.02, 0.05, 0.1, 0.2, 0.5].map(findThreshold))].sort((a, b) => b - a),
    );
  });

  it.each([0, 0.01, 0.6, -1, Number.NaN, Number.POSITIVE_INFINITY])('%s is refused', (budget) => {
    expect(() => findThreshold(budget)).toThrow('options.alarmBudgetPerPatientMonth must be 0.02 to 0.5');
  });

  it('gives way to what the clinic has taught', () => {
    const calibration = { threshold: 0.7, confidence: { intercept: -1, slope: 0.4 } };
    expect(chooseCalibration({ alarmBudgetPerPatientMonth: 0.2, calibration })).toBe(calibration);
    expect(chooseCalibration({ alarmBudgetPerPatientMonth: 0.2 }).threshold).toBe(findThreshold(0.2));
  });
});

it('confidence rises with the score, stops rising where the loudest are alike, and stays a probability', () => {
  fc.assert(
    fc.property(fc.double({ min: -5, max: 50, noNaN: true }), (score) => {
      const p = toConfidence(score);
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThan(1);
      expect(toConfidence(score + 1)).toBeGreaterThanOrEqual(p);
      expect(toConfidence(Math.max(score, SURE_SCORE))).toBe(toConfidence(SURE_SCORE));
    }),
  );
});

it('a day goes by the threshold and the budget that were in force on it', () => {
  const confidence = { intercept: 0, slope: 1 };
  const changes = [
    { since: '2026-05-11', budget: 0.2, threshold: -1 },
    { since: '2026-05-21', threshold: 2 },
  ];
  const rule = toRule({ budget: 0.05, threshold: 1, changes, confidence }, '2026-05-01', 0.3);
  expect([0, 9, 10, 19, 20, 400].map((t) => rule.thresholdOn(t))).toEqual([1, 1, -1, -1, 2, 2]);
  expect([0, 9, 10, 19, 20].map((t) => rule.budgetOn(t))).toEqual([0.05, 0.05, 0.2, 0.2, 0.3]);
  expect(toRule({ threshold: 1, changes, confidence }, '2026-05-15', 0.3).thresholdOn(0)).toBe(-1);
});
