import { addDays, type Day } from './civil-days.js';
import { countValid, type MetricSeries } from './metric-series.js';
import type { UsualRange } from './patient-trend.js';
import { findSpread } from './robust.js';

const SPAN_DAYS = 28;
const LONGEST_DAYS = 84;
const LEAST = { daily: 7, sparse: 2 };

interface Span {
  /** Indexes, both inclusive. */
  readonly from: number;
  readonly to: number;
}

/**
 * What was usual in the four weeks up to `to`? Reaches back up to twelve weeks when too few days are valid, never
 * before `notBefore` (another device). Null when even that is too little.
 */
export function findUsualBefore(series: MetricSeries, firstDay: Day, to: number, notBefore: number): UsualRange | null {
  for (let length = SPAN_DAYS; length <= LONGEST_DAYS; length += SPAN_DAYS) {
    const from = Math.max(to - length + 1, notBefore, 0);
    const range = summarise(series, firstDay, { from, to });
    if (range) return range;
  }
  return null;
}

/** What was usual in the first four weeks from `start` on (the first valid day at or after it)? */
export function findUsualFrom(series: MetricSeries, firstDay: Day, start: number, through: number): UsualRange | null {
  const first = series.values.findIndex((v, t) => t >= start && v !== null);
  if (first < 0) return null;
  for (let length = SPAN_DAYS; length <= LONGEST_DAYS; length += SPAN_DAYS) {
    const range = summarise(series, firstDay, { from: first, to: Math.min(first + length - 1, through) });
    if (range) return range;
  }
  return null;
}

function summarise(series: MetricSeries, firstDay: Day, { from, to }: Span): UsualRange | null {
  const validDays = countValid(series, from, to);
  if (validDays < (series.isSparse ? LEAST.sparse : LEAST.daily)) return null;
  const spread = findSpread(series.values.slice(from, to + 1).filter((v) => v !== null))!;
  return { from: addDays(firstDay, from), to: addDays(firstDay, to), validDays, totalDays: to - from + 1, ...spread };
}
