/** One day of a patient as the detector reads it; null = nothing reported. */
export interface DayInput {
  /** Steps or walking minutes of the whole day; the caller picks one for the whole series. */
  readonly activity: number | null;
  /** Minutes the device was worn; null = the device does not say. */
  readonly wearMinutes: number | null;
  readonly sleepMinutes: number | null;
  /** Beats per minute. */
  readonly restingHeartRate: number | null;
  /** Pain, 0 to 10, of the day and of the week. */
  readonly nrs: number | null;
  readonly peg: number | null;
  /** Which device the numbers come from; null = unknown, then the last known one is assumed. */
  readonly device: string | null;
}

/** Least activity that can be a worn day when the device reports no wear time, and the floor below which all is one. */
export interface ActivityScale {
  readonly least: number;
  readonly floor: number;
}

/** An activity series counted in steps, and one in minutes. */
export const STEPS_SCALE: ActivityScale = { least: 300, floor: 100 };
export const WALKING_SCALE: ActivityScale = { least: 3, floor: 1 };
