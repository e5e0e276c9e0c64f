/**
 * Daily series in, trend and evidence out. Pure: no clock, no database, no logging; the same input gives the same
 * answer everywhere, and no answer uses a day after its own.
 */
export { detectCase, detectLine, type BenchmarkCase, type BenchmarkResult } from './benchmark-case.js';
export { DetectionInputError } from './detection-input-error.js';
export { evaluatePatient } from './evaluate-patient.js';
export { PatientMonitor, type DayNews, type MonitorStart, type OpenedConcern } from './patient-monitor.js';
export {
  BUDGET_RANGE,
  DEFAULT_BUDGET,
  DEFAULT_CONFIDENCE,
  findThreshold,
  toConfidence,
  type AlarmBudget,
  type AlarmCalibration,
  type ConfidenceCurve,
} from './alarm-budget.js';
export { learnConfidence, LEAST_JUDGED, type JudgedAlarm } from './learn-confidence.js';
export {
  expectFalseAlarms,
  learnThreshold,
  MONTH_DAYS,
  PRIOR_PATIENT_MONTHS,
  THRESHOLD_GRID,
  type AlarmCurve,
  type CurvePoint,
} from './learn-threshold.js';
export { replayPatient, type Opening, type PatientReplay, type Period } from './replay.js';
export { findMedian } from './robust.js';
export { GAP_DAYS } from './missing-data.js';
export type {
  DaySample,
  DayState,
  DetectorOptions,
  PatientDay,
  PatientDays,
  SprintGoal,
  SprintPlan,
} from './patient-days.js';
export type {
  ClearRule,
  Concern,
  ConcernDomain,
  ConcernKind,
  Course,
  Evidence,
  MetricChange,
  MetricTrend,
  MovedSignal,
  PatientTrend,
  ReachedGoal,
  Sentence,
  UnmovedSignal,
  UsualRange,
} from './patient-trend.js';
export type { Verdict, VerdictLabel } from './sprint-verdict.js';
export { DETECTOR_VERSION } from './version.js';
