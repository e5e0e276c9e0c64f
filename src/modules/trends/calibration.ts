import {
  DEFAULT_BUDGET,
  DEFAULT_CONFIDENCE,
  DETECTOR_VERSION,
  findThreshold,
  learnConfidence,
  learnThreshold,
  type AlarmBudget,
  type AlarmCalibration,
  type JudgedAlarm,
} from '../../detection/index.js';
import { addDays, civilDayOf } from '../../metrics/index.js';
import type { CalibrationRow, LastCalibration, Lesson, NewCalibration } from './alarm-budget.repository.js';

/** How far back a clinic's own series are looked at. */
export const LESSON_DAYS = 90;

/** The days to learn from: the last 90 that are over everywhere on earth, so that no day is judged half full. */
export function lessonPeriod(now: Date): { readonly from: string; readonly to: string } {
  const to = addDays(civilDayOf('Etc/GMT+12', now.getTime()), -1);
  return { from: addDays(to, 1 - LESSON_DAYS), to };
}

/** The first day that has begun nowhere yet: from then on a new threshold may hold without changing what was said today. */
export const nextFreshDay = (now: Date): string => addDays(civilDayOf('Pacific/Kiritimati', now.getTime()), 1);

/** @param lesson.curve - with `judged` alarms of this detector, to learn what a score is worth here */
export function learnCalibration(
  lesson: Lesson,
  budget: AlarmBudget,
  judged: readonly JudgedAlarm[],
  now: Date,
): NewCalibration {
  return {
    ...learnConfidence(judged),
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
  const curve = { patientMonths: 0, points: [] };
  const lesson = last?.lesson ?? { firstDay: from, lastDay: to, patients: 0, judged: 0, curve };
  const { intercept, slope } = last ?? DEFAULT_CONFIDENCE;
  return { ...learnCalibration(lesson, budget, [], now), intercept, slope };
}

/** What one evaluation goes by, and the newest row it rests on: the same rows give the same answer for ever. */
export interface JudgedBy {
  readonly calibrationId: number | null;
  readonly calibration: AlarmCalibration;
}

/**
 * @param rows - in force up to the day that is judged, oldest first
 * @param budget - of the clinic today, for a clinic that was never calibrated for this detector
 */
export function toJudgedBy(rows: readonly CalibrationRow[], budget: AlarmBudget | null): JudgedBy {
  const last = rows.at(-1);
  const first = rows[0]?.budget ?? budget ?? DEFAULT_BUDGET;
  return {
    calibrationId: last?.id ?? null,
    calibration: {
      budget: first,
      threshold: findThreshold(first),
      changes: rows.map(({ effectiveOn, ...row }) => ({
        since: effectiveOn,
        budget: row.budget,
        threshold: row.threshold,
      })),
      confidence: last ? { intercept: last.intercept, slope: last.slope } : DEFAULT_CONFIDENCE,
    },
  };
}
