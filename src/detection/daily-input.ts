/** One patient's days as the detector reads them: every array has `days` entries, null = nothing reported. */
export interface DailyInput {
  readonly days: number;
  /** Weekday of day 0, 0 = Monday. */
  readonly startDow: number;
  /** Days at the start that say what is usual. */
  readonly baselineDays: number;
  /** Steps or walking minutes of the whole day; the caller picks one for the whole series. */
  readonly activity: readonly (number | null)[];
  /** Least activity that can be a worn day when the device reports no wear time, and the floor below which all is one. */
  readonly activityLeast: number;
  readonly activityFloor: number;
  readonly activityTypical: number;
  readonly wearMinutes: readonly (number | null)[] | null;
  readonly sleepMinutes: readonly (number | null)[];
  readonly restingHeartRate: readonly (number | null)[];
  readonly nrs: readonly (number | null)[];
  readonly peg: readonly (number | null)[];
  readonly device: readonly (string | null)[];
}

/** Shape of an activity series counted in steps, and in minutes. */
export const STEPS_SCALE = { activityLeast: 300, activityFloor: 100, activityTypical: 5000 };
export const WALKING_SCALE = { activityLeast: 3, activityFloor: 1, activityTypical: 30 };
