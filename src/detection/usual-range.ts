import { findWindows } from './cadence.js';
import { addDays, type Day } from './civil-days.js';
import { countValid, type MetricSeries } from './metric-series.js';
import type { UsualRange } from './patient-trend.js';
import { findError } from './report-error.js';
import { findSpread, type Spread } from './robust.js';
import { METRICS } from '../metrics/index.js';

interface Span {
  /** Indexes, both inclusive. */
  readonly from: number;
  readonly to: number;
}

/**
 * What was usual in the four weeks up to `to`? Reaches back up to twelve weeks (three reports, when they are rarer) when
 * too few days are valid, never before `notBefore` (another device). Null when even that is too little.
 */
export function findUsualBefore(series: MetricSeries, firstDay: Day, to: number, notBefore: number): UsualRange | null {
  if (to < 0) return null;
  const { least, days, longestDays } = findWindows(series.cadenceDays[to]!).usual;
  for (let length = days; length <= longestDays; length += days) {
    const from = Math.max(to - length + 1, notBefore, 0);
    const range = summarise(series, firstDay, { from, to }, least);
    if (range) return range;
  }
  return null;
}

/** What was usual in the first four weeks (or three reports) from `start` on (the first valid day at or after it)? */
export function findUsualFrom(series: MetricSeries, firstDay: Day, start: number, through: number): UsualRange | null {
  const first = series.values.findIndex((v, t) => t >= start && v !== null);
  if (first < 0) return null;
  const { least, days, longestDays } = findWindows(series.cadenceDays[through]!).usual;
  for (let length = days; length <= longestDays; length += days) {
    const range = summarise(series, firstDay, { from: first, to: Math.min(first + length - 1, through) }, least);
    if (range) return range;
  }
  return null;
}

function summarise(series: MetricSeries, firstDay: Day, { from, to }: Span, least: number): UsualRange | null {
  const validDays = countValid(series, from, to);
  if (validDays < least) return null;
  const values = series.values.slice(from, to + 1).filter((v) => v !== null);
  const spread = widenByError(series, findSpread(values)!, validDays);
  return { from: addDays(firstDay, from), to: addDays(firstDay, to), validDays, totalDays: to - from + 1, ...spread };
}

/** Reports below which their own scatter says too little: then the scale's error of measurement is the least band. */
const FEW_REPORTS = 4;

function widenByError({ metric }: MetricSeries, spread: Spread, reports: number): Spread {
  const { reliable } = METRICS[metric].change;
  if (reliable === undefined || reports >= FEW_REPORTS) return spread;
  const half = Math.max(spread.high - spread.middle, findError(metric));
  return { middle: spread.middle, low: spread.middle - half, high: spread.middle + half };
}
