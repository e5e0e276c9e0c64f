import { findMeaningfulChange, METRICS, type MetricId } from '../metrics/index.js';
import { Cadence, findWindows } from './cadence.js';
import type { DaySample } from './patient-days.js';
import { findMedian } from './robust.js';
import { WORN_MINUTES } from './wear-gate.js';

/** One metric's days that count, in its canonical unit; null = missing for whatever reason. */
export interface MetricSeries {
  readonly metric: MetricId;
  readonly values: readonly (number | null)[];
  /** Valid days before each index, so that a window's count is one subtraction. */
  readonly validBefore: readonly number[];
  /** Days between reports as it could be known on each day: where they are rare, few of them have to be enough. */
  readonly cadenceDays: readonly number[];
  /** The last day is still filling up: it is neither worn nor unworn yet. */
  readonly isOpen: boolean;
}

/** Index of the last day, or of the one before where that is still filling up. */
export const findLastWhole = ({ isOpen, values }: MetricSeries): number => values.length - (isOpen ? 2 : 1);

/** Days in [from, last] of which it is known by the last one whether they count: one that has only begun is not held against anybody. */
export const countWhole = (series: MetricSeries, from: number, last: number): number =>
  Math.max(1, Math.min(last, findLastWhole(series)) - from + 1);

const ACTIVITY_LEAST: Partial<Record<MetricId, number>> = { steps: 300, walkingMinutes: 3 };

/** A series that grows: only complete days count, and totals of a device only when it was worn ten hours. */
export class GrowingSeries implements MetricSeries {
  readonly values: (number | null)[] = [];
  readonly validBefore = [0];
  readonly cadenceDays: number[] = [];
  isOpen = false;
  private readonly cadence: Cadence;

  constructor(readonly metric: MetricId) {
    this.cadence = new Cadence(metric);
  }

  /** @returns the value that counts; null = missing */
  push(sample: DaySample): number | null {
    const value = readSample(this.metric, sample);
    this.validBefore.push(this.validBefore[this.values.length]! + Number(value !== null));
    this.values.push(value);
    this.isOpen = sample.state === 'partial';
    this.cadenceDays.push(this.cadence.push(value !== null));
    return value;
  }
}

function readSample(metric: MetricId, { value, wearMinutes, state }: DaySample): number | null {
  if (value === null || state !== 'ok') return null;
  const least = ACTIVITY_LEAST[metric];
  if (least !== undefined)
    return (wearMinutes === null ? value >= least : wearMinutes >= WORN_MINUTES && value > 0) ? value : null;
  if (metric === 'sleepDuration') return value >= 1.5 && value <= 14 ? value : null;
  return value;
}

/** Values and place of a window of valid days. */
export interface Recent {
  readonly from: number;
  readonly values: readonly number[];
  readonly middle: number;
}

/** The middle of the latest valid days up to `through`, none of them before `notBefore`; null = too few of them. */
export function findRecent(series: MetricSeries, through: number, notBefore = 0): Recent | null {
  const rule = findWindows(series.cadenceDays[through]!).recent;
  const values: number[] = [];
  let from = through;
  for (let t = through; t >= Math.max(notBefore, through - rule.within + 1, 0) && values.length < rule.days; t--) {
    const v = series.values[t];
    if (v == null) continue;
    values.push(v);
    from = t;
  }
  const middle = values.length >= rule.least ? findMedian(values) : null;
  return middle === null ? null : { from, values, middle };
}

/** Valid days in [from, to], both inclusive. */
export function countValid(series: MetricSeries, from: number, to: number): number {
  return to < from ? 0 : series.validBefore[to + 1]! - series.validBefore[Math.max(from, 0)]!;
}

/** Days the middle of recent days must rest on before it may end a state, as of day `through`. */
export function findClearDays(series: MetricSeries, through: number): number {
  return findWindows(series.cadenceDays[through]!).recent.days;
}

/** The change in this metric that a person would notice, in its unit, for somebody with this usual level. */
export function findMeaningful(metric: MetricId, usual: number, towards: 'better' | 'worse'): number {
  return findMeaningfulChange(METRICS[metric], usual, towards);
}

/** Sign that turns a difference of the metric into "better is positive". */
export function findOrientation(metric: MetricId): 1 | -1 {
  return METRICS[metric].better === 'down' ? -1 : 1;
}

/** Per cent of usual where a share means something: amounts, and scores whose source speaks of one; else null. */
export function toPercent(metric: MetricId, delta: number, usual: number): number | null {
  const { selfReported, change } = METRICS[metric];
  return usual === 0 || (selfReported && change.relative === undefined) ? null : (100 * delta) / usual;
}
