import {
  DEFAULT_BUDGET,
  DEFAULT_CONFIDENCE,
  DETECTOR_VERSION,
  findThreshold,
  learnThreshold,
  type AlarmBudget,
} from '../../../detection/index.js';
import {
  findBudgetHistory,
  findCalibrations,
  findChosenBudget,
  findLastCalibration,
} from '../alarm-budget.repository.js';
import { type JudgedBy, toJudgedBy } from '../calibration.js';

/** As it was: each of these days by what was in force on it. */
export const findPastJudgement = async (period: { readonly from: string; readonly to: string }): Promise<JudgedBy> =>
  toJudgedBy(await findCalibrations(DETECTOR_VERSION, period), await findBudgetHistory());

/** As if the clinic had always had this budget, with the threshold that its own days have taught for it. */
export async function findJudgement(budget: AlarmBudget): Promise<JudgedBy> {
  const last = await findLastCalibration(DETECTOR_VERSION);
  const threshold = last ? learnThreshold(last.lesson.curve, budget) : findThreshold(budget);
  return { calibrationId: null, calibration: { budget, threshold, confidence: DEFAULT_CONFIDENCE }, learned: null };
}

/** The budget of today. */
export const findBudget = async (): Promise<AlarmBudget> => (await findChosenBudget()) ?? DEFAULT_BUDGET;
