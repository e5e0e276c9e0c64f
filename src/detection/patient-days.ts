import type { MetricId } from '../metrics/index.js';
import type { Day } from './civil-days.js';
import type { AlarmBudget, AlarmCalibration } from './alarm-budget.js';

/** Why a day has its value, or has none. Only 'ok' days count; a day that is still filling up is 'partial'. */
export type DayState = 'ok' | 'notWorn' | 'notSynced' | 'notAsked' | 'partial';

export interface DaySample {
  /** The day's value in the metric's canonical unit; null = nothing known. */
  readonly value: number | null;
  /** Minutes the device was worn that day; null = the device does not say. */
  readonly wearMinutes: number | null;
  readonly state: DayState;
  /**
   * Which device this metric's value comes from, null = unknown, the last known one; absent: that of the patient's
   * activity. A second watch for steps takes nothing from what is known of somebody's sleep.
   */
  readonly device?: string | null;
}

export interface SprintGoal {
  readonly metric: MetricId;
  readonly baseline: number | null;
  readonly target: number;
}

/** Both days inclusive; may lie outside the series. */
export interface SprintPlan {
  readonly startsOn: Day;
  readonly endsOn: Day;
  /** First day of the treatment that this sprint goes on with; without it the sprint is where treatment began. */
  readonly treatmentSince?: Day;
  readonly metrics: readonly SprintGoal[];
}

/** What one day brought. Metrics that are not named are missing that day. */
export interface PatientDay {
  readonly metrics: Readonly<Partial<Record<MetricId, DaySample>>>;
  readonly device: string | null;
}

/** One patient's history. Index 0 = `firstDay`; the last day is the day of evaluation and nothing after it exists. */
export interface PatientDays {
  readonly firstDay: Day;
  readonly days: number;
  /** Each series has `days` entries. */
  readonly metrics: Readonly<Partial<Record<MetricId, readonly DaySample[]>>>;
  /** Which device the day's activity comes from, and all that does not say its own; null = unknown, then the last known one is assumed. */
  readonly device: readonly (string | null)[];
  readonly sprint: SprintPlan | null;
}

export interface DetectorOptions {
  /** False alarms the clinic accepts per patient and month; default 0.1. */
  readonly alarmBudgetPerPatientMonth?: AlarmBudget;
  /** What the clinic's own alarms have taught; replaces the threshold of the budget. */
  readonly calibration?: AlarmCalibration;
  /** Days at the start on which nothing is judged; default and least 28. */
  readonly baselineDays?: number;
}
