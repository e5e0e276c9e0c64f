import {
  DEFAULT_BUDGET,
  DEFAULT_CONFIDENCE,
  DETECTOR_VERSION,
  findThreshold,
  learnConfidence,
  LEAST_JUDGED,
  learnThreshold,
  type AlarmBudget,
  type AlarmCalibration,
  type ConfidenceCurve,
  type JudgedAlarm,
  type Period,
} from '../../detection/index.js';
import { addDays, civilDayOf } from '../../metrics/index.js';
import type { Kind } from '../alerts/index.js';
import type { CalibrationRow, LastCalibration, Lesson, NewCalibration } from './alarm-budget.repository.js';

/** What the alarm budget decides about: good news and sprints go by thresholds of the detector's own (`hangBells`). */
export const BY_BUDGET: readonly Kind[] = ['deterioration'];

/** How far back a clinic's own series are looked at. */
export const LESSON_DAYS = 90;

/** The days to learn from: the last 90 that are over everywhere on earth, so that no day is judged half full. */
export function lessonPeriod(now: Date): Period {
  const to = addDays(civilDayOf('Etc/GMT+12', now.getTime()), -1);
  return { from: addDays(to, 1 - LESSON_DAYS), to };
}

/** The first day that has begun nowhere yet: from then on a new threshold may hold without changing what was said today. */
export const nextFreshDay = (now: Date): string => addDays(civilDayOf('Pacific/Kiritimati', now.getTime()), 1);

/**
 * @param lesson - what the clinic's days brought at each threshold: gives the threshold
 * @param judged - all judged alarms of this detector, older ones too: give the confidence
 */
export function learnCalibration(
  lesson: Lesson,
  budget: AlarmBudget,
  judged: readonly JudgedAlarm[],
  now: Date,
): NewCalibration {
  return {
    ...learnConfidence(judged),
    judged: judged.length,
    detectorVersion: DETECTOR_VERSION,
    effectiveOn: nextFreshDay(now),
    budget,
    threshold: learnThreshold(lesson.curve, budget),
    lesson,
  };
}

/** The same lesson for another budget. Without one the detector's own threshold, until there is something to learn from. */
export function changeBudget(last: LastCalibration | undefined, budget: AlarmBudget, now: Date): NewCalibration {
  const { from, to } = lessonPeriod(now);
  const curve = { patientMonths: 0, judged: { real: 0, refuted: 0 }, points: [] };
  const lesson = last?.lesson ?? { firstDay: from, lastDay: to, patients: 0, curve };
  const { intercept, slope, judged } = last ?? { ...DEFAULT_CONFIDENCE, judged: 0 };
  return { ...learnCalibration(lesson, budget, [], now), intercept, slope, judged };
}

/** What one evaluation goes by, and the newest row it rests on: the same rows give the same answer for ever. */
export interface JudgedBy {
  readonly calibrationId: number | null;
  /** Its confidence is the default curve: how strong the evidence is. */
  readonly calibration: AlarmCalibration;
  /** The share of true alarms at a score on the day of raising; null until the clinic has judged enough. */
  readonly learned: ConfidenceCurve | null;
}

/** What was chosen at which moment, oldest first. */
export type BudgetHistory = readonly { readonly at: Date; readonly from: AlarmBudget; readonly to: AlarmBudget }[];

/**
 * @param rows - in force on the days that are judged, oldest first
 * @param budgets - days before the first row go by the detector's own threshold for the budget of that day: what is
 *   chosen today changes nothing that was said before
 */
export function toJudgedBy(rows: readonly CalibrationRow[], budgets: BudgetHistory): JudgedBy {
  const last = rows.at(-1);
  const first = budgets[0]?.from ?? rows[0]?.budget ?? DEFAULT_BUDGET;
  const chosen = budgets.map(({ at, to }) => ({ since: nextFreshDay(at), budget: to, threshold: findThreshold(to) }));
  return {
    calibrationId: last?.id ?? null,
    calibration: {
      budget: first,
      threshold: findThreshold(first),
      changes: [
        ...chosen.filter(({ since }) => !rows[0] || since < rows[0].effectiveOn),
        ...rows.map(({ effectiveOn, budget, threshold }) => ({ since: effectiveOn, budget, threshold })),
      ],
      confidence: DEFAULT_CONFIDENCE,
    },
    learned: last && last.judged >= LEAST_JUDGED ? { intercept: last.intercept, slope: last.slope } : null,
  };
}

/** What was in force in these days, oldest first. */
export function findInForce({ changes = [], budget, threshold }: AlarmCalibration, { from, to }: Period) {
  const known = [{ since: '0001-01-01', budget, threshold }, ...changes].filter(({ since }) => since <= to);
  const start = known.findLastIndex(({ since }) => since <= from);
  return known.slice(start).map((rule) => ({ ...rule, budget: rule.budget ?? DEFAULT_BUDGET }));
}
