import { describe, expect, it } from '@jest/globals';
import { DEFAULT_CONFIDENCE, findThreshold } from '../../detection/index.js';
import type { CalibrationRow } from './alarm-budget.repository.js';
import { changeBudget, LESSON_DAYS, lessonPeriod, nextFreshDay, toJudgedBy } from './calibration.js';
import { civilDayOf, daysBetween } from '../../metrics/index.js';

const now = new Date('2026-11-25T22:30:00Z');
const row = (id: number, effectiveOn: string, threshold: number, budget = 0.2): CalibrationRow => {
  return { id, effectiveOn, threshold, budget, intercept: 0.1, slope: 0.2 };
};

describe('days', () => {
  it('that are learned from are over everywhere', () => {
    const { from, to } = lessonPeriod(now);
    for (const zone of ['Pacific/Honolulu', 'Europe/Berlin', 'Pacific/Kiritimati'])
      expect(to < civilDayOf(zone, now.getTime())).toBe(true);
    expect(daysBetween(from, to) + 1).toBe(LESSON_DAYS);
  });

  it('from which a calibration holds have begun nowhere', () => {
    for (const zone of ['Pacific/Honolulu', 'Europe/Berlin', 'Pacific/Kiritimati'])
      expect(nextFreshDay(now) > civilDayOf(zone, now.getTime())).toBe(true);
    expect(nextFreshDay(now)).toBe('2026-11-27');
  });
});

describe('what an evaluation goes by', () => {
  it('is the detector’s own threshold for the budget, until something was learned', () => {
    expect(toJudgedBy([], null)).toEqual({
      calibrationId: null,
      calibration: { budget: 0.1, threshold: findThreshold(0.1), changes: [], confidence: DEFAULT_CONFIDENCE },
    });
    expect(toJudgedBy([], 0.3).calibration.threshold).toBe(findThreshold(0.3));
  });

  it('is then the history of thresholds, and before it the first budget, whatever the clinic wants today', () => {
    const rows = [row(4, '2026-10-01', -0.2), row(9, '2026-11-01', 0.3, 0.05)];
    expect(toJudgedBy(rows, 0.5)).toEqual({
      calibrationId: 9,
      calibration: {
        budget: 0.2,
        threshold: findThreshold(0.2),
        changes: [
          { since: '2026-10-01', budget: 0.2, threshold: -0.2 },
          { since: '2026-11-01', budget: 0.05, threshold: 0.3 },
        ],
        confidence: { intercept: 0.1, slope: 0.2 },
      },
    });
  });
});

describe('another budget', () => {
  it('without anything learned is the detector’s own threshold', () => {
    expect(changeBudget(undefined, 0.3, now)).toMatchObject({
      budget: 0.3,
      threshold: findThreshold(0.3),
      slope: DEFAULT_CONFIDENCE.slope,
    });
  });

  it('keeps what was learned, and what a score is worth here', () => {
    const curve = { patientMonths: 500, points: [{ threshold: 0, opened: 100, real: 0 }] };
    const lesson = { firstDay: '2026-08-01', lastDay: '2026-10-29', patients: 170, judged: 3, curve };
    const last = { ...row(1, '2026-11-01', 0), computedAt: now, lesson };
    const changed = changeBudget(last, 0.3, now);
    expect(changed).toMatchObject({ lesson, intercept: 0.1, slope: 0.2, effectiveOn: '2026-11-27' });
    expect(changed.threshold).not.toBe(findThreshold(0.3));
  });
});
