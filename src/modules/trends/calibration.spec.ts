import { describe, expect, it } from '@jest/globals';
import { DEFAULT_CONFIDENCE, findThreshold } from '../../detection/index.js';
import type { CalibrationRow } from './alarm-budget.repository.js';
import { changeBudget, findInForce, LESSON_DAYS, lessonPeriod, nextFreshDay, toJudgedBy } from './calibration.js';
import { civilDayOf, daysBetween } from '../../metrics/index.js';

const now = new Date('2026-11-25T22:30:00Z');
const row = (id: number, effectiveOn: string, threshold: number, budget = 0.2): CalibrationRow => {
  return { id, effectiveOn, threshold, budget, intercept: 0.1, slope: 0.2, judged: 30 };
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
    expect(toJudgedBy([], [])).toEqual({
      calibrationId: null,
      learned: null,
      calibration: { budget: 0.1, threshold: findThreshold(0.1), changes: [], confidence: DEFAULT_CONFIDENCE },
    });
  });

  const changed = (at: string, from: number, to: number) => ({ at: new Date(at), from, to });

  it('is on days before the first calibration the budget of that day, whatever the clinic wants today', () => {
    const budgets = [changed('2026-09-01T12:00:00Z', 0.1, 0.3), changed('2026-11-25T12:00:00Z', 0.3, 0.5)];
    expect(toJudgedBy([], budgets).calibration).toMatchObject({
      budget: 0.1,
      threshold: findThreshold(0.1),
      changes: [
        { since: '2026-09-03', budget: 0.3, threshold: findThreshold(0.3) },
        { since: '2026-11-27', budget: 0.5, threshold: findThreshold(0.5) },
      ],
    });
  });

  it('is then the history of thresholds', () => {
    const rows = [row(4, '2026-10-01', -0.2), row(9, '2026-11-01', 0.3, 0.05)];
    const budgets = [changed('2026-09-01T12:00:00Z', 0.1, 0.2), changed('2026-10-30T12:00:00Z', 0.2, 0.05)];
    expect(toJudgedBy(rows, budgets)).toEqual({
      calibrationId: 9,
      calibration: {
        budget: 0.1,
        threshold: findThreshold(0.1),
        changes: [
          { since: '2026-09-03', budget: 0.2, threshold: findThreshold(0.2) },
          { since: '2026-10-01', budget: 0.2, threshold: -0.2 },
          { since: '2026-11-01', budget: 0.05, threshold: 0.3 },
        ],
        confidence: DEFAULT_CONFIDENCE,
      },
      learned: { intercept: 0.1, slope: 0.2 },
    });
  });
});

it.each([
  [19, false],
  [20, true],
])('after %i judged alarms confidence is learned: %p', (judged, isLearned) => {
  expect(toJudgedBy([{ ...row(4, '2026-10-01', 0), judged }], []).learned !== null).toBe(isLearned);
});

describe('what was in force', () => {
  const { calibration } = toJudgedBy([row(4, '2026-10-01', -0.2), row(9, '2026-11-01', 0.3, 0.05)], []);
  it.each<[string, string, number[]]>([
    ['2026-09-01', '2026-09-30', [0.2]],
    ['2026-09-15', '2026-10-15', [0.2, 0.2]],
    ['2026-10-01', '2026-10-31', [0.2]],
    ['2026-10-20', '2026-11-20', [0.2, 0.05]],
    ['2026-11-02', '2026-11-03', [0.05]],
  ])('from %s to %s', (from, to, budgets) => {
    expect(findInForce(calibration, { from, to }).map(({ budget }) => budget)).toEqual(budgets);
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
    const judged = { real: 0, refuted: 100 };
    const curve = { patientMonths: 500, judged, points: [{ threshold: 0, opened: 100, real: 0, refuted: 100 }] };
    const lesson = { firstDay: '2026-08-01', lastDay: '2026-10-29', patients: 170, curve };
    const last = { ...row(1, '2026-11-01', 0), computedAt: now, lesson };
    const changed = changeBudget(last, 0.3, now);
    expect(changed).toMatchObject({ lesson, intercept: 0.1, slope: 0.2, judged: 30, effectiveOn: '2026-11-27' });
    expect(changed.threshold).not.toBe(findThreshold(0.3));
  });
});
