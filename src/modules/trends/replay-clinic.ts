import {
  DEFAULT_CONFIDENCE,
  DETECTOR_VERSION,
  findThreshold,
  learnThreshold,
  type AlarmBudget,
  type Period,
} from '../../detection/index.js';
import type { Database } from '../../platform/database/database.js';
import { findBudgetHistory, findCalibrations, findLastCalibration } from './alarm-budget.repository.js';
import { toJudgedBy } from './calibration.js';
import { replayPatients } from './replay-patients.js';
import { ReportBuilder, type ReplayReport, type ReplayRule } from './replay-report.js';

export interface ReplayOptions {
  readonly clinicId: string;
  readonly period: Period;
  /** Undefined: as it was, each day by what was in force. */
  readonly budget?: AlarmBudget;
  readonly onProgress?: (done: number, of: number) => void;
}

/** What would the detector have told this clinic in these days? Reads only. */
export async function replayClinic(database: Database, options: ReplayOptions): Promise<ReplayReport> {
  const { clinicId, period, budget, onProgress } = options;
  const rule = await database.inClinic(clinicId, () => findRule(period, budget));
  const report = new ReportBuilder(period, rule);
  for await (const { patient, failed, done, of } of replayPatients(database, clinicId, period, [rule.calibration])) {
    if (patient) report.add(patient);
    if (failed) report.leaveOut();
    onProgress?.(done, of);
  }
  return report.finish();
}

async function findRule(period: Period, budget: AlarmBudget | undefined): Promise<ReplayRule> {
  if (budget === undefined) {
    const { calibration, calibrationId } = toJudgedBy(
      await findCalibrations(DETECTOR_VERSION, period),
      await findBudgetHistory(),
    );
    return { calibration, from: calibrationId === null ? 'detector' : 'as-it-was' };
  }
  const last = await findLastCalibration(DETECTOR_VERSION);
  const threshold = last ? learnThreshold(last.lesson.curve, budget) : findThreshold(budget);
  return { calibration: { budget, threshold, confidence: DEFAULT_CONFIDENCE }, from: last ? 'learned' : 'detector' };
}
