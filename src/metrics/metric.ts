/**
 * What Stepwell measures. One row per metric: its code in the outside world, its canonical UCUM unit, what values are
 * possible, which direction is better for the person, and how large a change has to be before it means something.
 */

export const LOINC = 'http://loinc.org';
export const UCUM = 'http://unitsofmeasure.org';
/** Codes for what LOINC has no term for. */
export const STEPWELL_METRIC = 'urn:stepwell:metric';

export type MetricId =
  | 'steps'
  | 'sleepDuration'
  | 'heartRate'
  | 'restingHeartRate'
  | 'walkingMinutes'
  | 'wornMinutes'
  | 'painIntensity'
  | 'pegScore'
  | 'painInterference'
  | 'sleepQuality'
  | 'mood'
  | 'phq9Score'
  | 'gad7Score'
  | 'isiScore'
  | 'pcsScore'
  | 'pseqScore'
  | 'odiScore'
  | 'bpiInterference'
  | 'promisPainInterference'
  | 'promisPhysicalFunction'
  | 'promisSleepDisturbance';

/**
 * The concern an alert is about: several metrics are evidence for one domain. How somebody thinks of pain and manages with it
 * (coping) is not how they feel: a catastrophizing that lasts must not hide a depression that begins.
 */
export type Domain = 'activity' | 'sleep' | 'heart' | 'pain' | 'mood' | 'coping' | 'function';

/** How the day's one value comes out of the day's observations. */
export type DailyRule = 'sum' | 'mean' | 'last';

export interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

/**
 * A change that a person would notice, with where the figure comes from: absolute (in the unit), or a share of usual
 * (0.15 = 15 %). With both, see {@link findMeaningfulChange}.
 */
export interface MeaningfulChange {
  readonly absolute?: number;
  readonly relative?: number;
  /** Where a share of a low score would be less than the scale can tell: never less than this, in the unit. */
  readonly least?: number;
  /**
   * Least difference between two single reports that error of measurement does not explain (1.96 · SEM · √2), in the
   * unit; absent = no figure we could find, then one report alone never counts.
   */
  readonly reliable?: number;
  readonly source: string;
}

export interface Metric {
  readonly id: MetricId;
  readonly domain: Domain;
  /** First coding is the one we write; all of them are understood. */
  readonly codings: readonly [Coding, ...Coding[]];
  /** Canonical UCUM unit and how it is written for people. */
  readonly unit: string;
  readonly unitDisplay: string;
  /** Possible values in the canonical unit for one observation; outside is refused. */
  readonly min: number;
  readonly max: number;
  readonly better: 'up' | 'down' | 'none';
  readonly daily: DailyRule;
  readonly change: MeaningfulChange;
  /** Days between two values as they are meant to come; how they do come is found from the series. */
  readonly everyDays: number;
  /** Accepted units: factor to the canonical unit. Exact factors by definition unless a comment says otherwise. */
  readonly units: Readonly<Record<string, number>>;
  /** Said by the person, not by a device: a missing day means "not asked or not answered", never "not worn". */
  readonly selfReported: boolean;
}
