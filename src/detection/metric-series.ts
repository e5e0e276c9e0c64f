import { METRICS, type MetricId } from '../metrics/index.js';
import type { DaySample } from './patient-days.js';
import { findMedian } from './robust.js';
import { WORN_MINUTES } from './wear-gate.js';

/** One metric's days that count, in its canonical unit; null = missing for whatever reason. */
export interface MetricSeries {
  readonly metric: MetricId;
  readonly values: readonly (number | null)[];
  /** Valid days before each index, so that a window's count is one subtraction. */
  readonly validBefore: readonly number[];
  /** Reports come about weekly or rarer: fewer of them have to be enough. */
  readonly isSparse: boolean;
}

const ACTIVITY_LEAST: Partial<Record<MetricId, number>> = { steps: 300, walkingMinutes: 3 };

/** A series that grows: only complete days count, and totals of a device only when it was worn ten hours. */
export class GrowingSeries implements MetricSeries {
  readonly values: (number | null)[] = [];
  readonly validBefore = [0];
  readonly isSparse: boolean;

  constructor(readonly metric: MetricId) {
    this.isSparse = metric === 'pegScore';
  }

  /** @returns the value that counts; null = missing */
  push(sample: DaySample): number | null {
    const value = readSample(this.metric, sample);
    this.validBefore.push(this.validBefore[this.values.length]! + Number(value !== null));
    this.values.push(value);
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

/** Days whose middle speaks for "now", how far back they may lie, and the least number of them. */
const RECENT = { days: 7, within: 14, least: 3 };
const RECENT_SPARSE = { days: 2, within: 35, least: 1 };

/** The middle of the latest valid days up to `through`, none of them before `notBefore`; null = too few of them. */
export function findRecent(series: MetricSeries, through: number, notBefore = 0): Recent | null {
  const rule = series.isSparse ? RECENT_SPARSE : RECENT;
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

/** Days the middle of recent days must rest on before it may end a state. */
export function findClearDays(series: MetricSeries): number {
  return series.isSparse ? RECENT_SPARSE.days : RECENT.days;
}

/** The change in this metric that a person would notice, in its unit, for somebody with this usual level. */
export function findMeaningful(metric: MetricId, usual: number): number {
  const { absolute, relative } = METRICS[metric].change;
  if (relative !== undefined && (absolute === undefined || metric === 'steps')) return relative * usual;
  return absolute ?? 0;
}

/** Sign that turns a difference of the metric into "better is positive". */
export function findOrientation(metric: MetricId): 1 | -1 {
  return METRICS[metric].better === 'down' ? -1 : 1;
}

/** Per cent of usual for amounts, null for scores. */
export function toPercent(metric: MetricId, delta: number, usual: number): number | null {
  return METRICS[metric].selfReported || usual === 0 ? null : (100 * delta) / usual;
}
