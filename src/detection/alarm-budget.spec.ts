import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BUDGET_RANGE, chooseCalibration, findThreshold, toConfidence } from './alarm-budget.js';

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

it('confidence rises with the score, stops rising at 8, and stays a probability', () => {
  fc.assert(
    fc.property(fc.double({ min: -5, max: 50, noNaN: true }), (score) => {
      const p = toConfidence(score);
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThan(1);
      expect(toConfidence(score + 1)).toBeGreaterThanOrEqual(p);
      expect(toConfidence(Math.max(score, 8))).toBe(toConfidence(8));
    }),
  );
});
