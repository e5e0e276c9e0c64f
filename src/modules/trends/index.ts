/** Daily values become trends: from due days to what changed, with evidence. */
export { TrendsModule } from './trends.module.js';
export { detectLine } from '../../detection/index.js';
export { BUDGET_RANGE, DETECTOR_VERSION } from '../../detection/index.js';
export { BY_BUDGET, lessonPeriod } from './calibration.js';
export { replayClinic } from './replay-clinic.js';
export type { Fate, ReplayReport } from './replay-report.js';
export { SprintVerdictShape } from './trends.schema.js';
export { findLife, type Life } from './relive/life.repository.js';
export { findBudget, findJudgement, findPastJudgement } from './relive/judged-by.js';
export { reliveDays, type RelivedDay } from './relive/relive-days.js';
export type { JudgedBy } from './calibration.js';
