/**
 * The fitted constants of the detector. They belong together: change one and the thresholds have to be found again
 * (README, "How the constants were found"). Units: steps in natural log, sleep in hours, pain in points.
 */

/** The signals that are fused, oriented so that worse is negative. */
export const SIGNALS = ['activity', 'sleep', 'nrs', 'peg'] as const;
export type SignalId = (typeof SIGNALS)[number];

/** How a signal is freed of weekdays and odd days. */
export interface ResidualRule {
  /** Day-to-day standard deviation before anything is known about the person. */
  readonly sd0: number;
  /** Least gain of the running level, and the gain of the running scale. */
  readonly levelGain: number;
  readonly scaleGain: number;
  /** Beyond so many standard deviations a day counts as being just there. */
  readonly clipSd: number;
  readonly hasWeekdays: boolean;
  /** Does a change of device move this signal? */
  readonly fromDevice: boolean;
}

/** Part of the changes worth finding: this share lies around `at` with this spread (towards worse or better alike). */
export interface EffectPart {
  readonly share: number;
  readonly at: number;
  readonly spread: number;
}

export interface SignalParameters extends ResidualRule {
  /** Sizes of changes: small ones and large ones. */
  readonly effect: readonly [EffectPart, EffectPart];
  /** Lag-1 autocorrelation. */
  readonly rho: number;
  /** Slow wander of the level that is no change: without it real series alarm 2.5 times too often. */
  readonly wander: number;
  /** Weighted days needed after and before a candidate day. */
  readonly minAfter: number;
  readonly minBefore: number;
}

export const PARAMETERS: Readonly<Record<SignalId, SignalParameters>> = {
  activity: {
    effect: [
      { share: 0.857, at: 0.0775, spread: 0.101 },
      { share: 0.143, at: 0.347, spread: 0.0775 },
    ],
    rho: 0.166,
    wander: 0.0637,
    sd0: 0.5,
    levelGain: 0.038,
    scaleGain: 0.0208,
    clipSd: 1.6,
    hasWeekdays: true,
    fromDevice: true,
    minAfter: 1.5,
    minBefore: 10.4,
  },
  sleep: {
    effect: [
      { share: 0.829, at: 0.222, spread: 0.258 },
      { share: 0.171, at: 1.05, spread: 0.309 },
    ],
    rho: 0.1,
    wander: 0.192,
    sd0: 1.39,
    levelGain: 0.038,
    scaleGain: 0.0207,
    clipSd: 1.45,
    hasWeekdays: true,
    fromDevice: true,
    minAfter: 1.5,
    minBefore: 10.4,
  },
  nrs: {
    effect: [
      { share: 0.802, at: 0.39, spread: 0.507 },
      { share: 0.198, at: 2.4, spread: 0.52 },
    ],
    rho: 0.322,
    wander: 0.0774,
    sd0: 1.38,
    levelGain: 0.038,
    scaleGain: 0.0242,
    clipSd: 1.63,
    hasWeekdays: true,
    fromDevice: false,
    minAfter: 1.5,
    minBefore: 10.4,
  },
  peg: {
    effect: [
      { share: 0.874, at: 0.379, spread: 0.271 },
      { share: 0.126, at: 2.47, spread: 0.541 },
    ],
    rho: 0.243,
    wander: 0.274,
    sd0: 0.65,
    levelGain: 0.2,
    scaleGain: 0.0599,
    clipSd: 2.06,
    hasWeekdays: false,
    fromDevice: false,
    minAfter: 0.9,
    minBefore: 2,
  },
};

/** Resting heart rate, beats per minute: never evidence by itself, but it rises a little with pain. */
export const HEART: SignalParameters = {
  effect: [
    { share: 0.863, at: 0.289, spread: 0.25 },
    { share: 0.137, at: 1.49, spread: 0.385 },
  ],
  rho: 0.6,
  wander: 0.324,
  sd0: 2.2,
  levelGain: 0.04,
  scaleGain: 0.03,
  clipSd: 1.76,
  hasWeekdays: false,
  fromDevice: true,
  minAfter: 1.5,
  minBefore: 10.4,
};

/** Days before which nothing is judged. */
export const BASELINE_DAYS = 28;
/** An alarm silences further ones for so many days: one piece of news, one notification. */
export const QUIET_DAYS = 14;

/** Score from which an improvement is told. */
export const IMPROVEMENT_THRESHOLD = 0.52;
