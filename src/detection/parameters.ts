/**
 * The fitted constants of the detector. They belong together: change one and the thresholds have to be found again
 * (README, "How the constants were found"). Units: steps in natural log, sleep in hours, pain in points.
 */

/** The signals that are fused, oriented so that worse is negative. */
export const SIGNALS = ['activity', 'sleep', 'nrs', 'peg'] as const;
export type SignalId = (typeof SIGNALS)[number];

export interface SignalParameters {
  /** Typical size of a change worth finding. */
  readonly shift: number;
  /** Day-to-day standard deviation before anything is known about the person. */
  readonly sd0: number;
  /** Lag-1 autocorrelation. */
  readonly rho: number;
  /** Slow wander of the level that is no change: without it real series alarm 2.5 times too often. */
  readonly wander: number;
  /** Least gain of the running level and of the running scale. */
  readonly levelGain: number;
  readonly scaleGain: number;
  readonly hasWeekdays: boolean;
  /** Weighted days needed after and before a candidate day. */
  readonly minAfter: number;
  readonly minBefore: number;
  /** Does a change of device move this signal? */
  readonly fromDevice: boolean;
}

const daily = { levelGain: 0.045, scaleGain: 0.033, hasWeekdays: true, minAfter: 1.5, minBefore: 10.4 };
const weekly = { levelGain: 0.2, scaleGain: 0.08, hasWeekdays: false, minAfter: 0.9, minBefore: 2 };

export const PARAMETERS: Readonly<Record<SignalId, SignalParameters>> = {
  activity: { shift: 0.124, sd0: 0.5, rho: 0.133, wander: 0.07, fromDevice: true, ...daily },
  sleep: { shift: 0.378, sd0: 1.386, rho: 0.1, wander: 0.176, fromDevice: true, ...daily },
  nrs: { shift: 0.793, sd0: 1.375, rho: 0.35, wander: 0.076, fromDevice: false, ...daily },
  peg: { shift: 0.86, sd0: 0.65, rho: 0.243, wander: 0.184, fromDevice: false, ...weekly },
};

/** Days before which nothing is judged. */
export const BASELINE_DAYS = 28;
/** An alarm silences further ones for so many days: one piece of news, one notification. */
export const QUIET_DAYS = 14;

/** Score from which an improvement is told. */
export const IMPROVEMENT_THRESHOLD = 0.3;
