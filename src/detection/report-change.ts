import type { MetricId } from '../metrics/index.js';
import type { Direction } from './candidates.js';
import type { EpisodeContext } from './episode.js';
import { findMeaningful, findOrientation, type MetricSeries } from './metric-series.js';
import { findError, findReliable } from './report-error.js';
import { findUsualBefore } from './usual-range.js';

/** A level that wanders a little, in errors of measurement, is no change: as much as the fused scores are granted. */
const WANDER_ERRORS = 0.3;
/** Two reports that agree scatter less: their mean against a usual of at least one report. */
const RELIABLE_TOGETHER = 1.96 * Math.sqrt(1.5);
/** More reports before do not make usual surer: then it is the level that wanders. */
const MOST_BEFORE = 4;

/** A change that rare reports show. `onset` is the first report of it; it began after the one before. */
export interface ReportChange {
  readonly onset: number;
  readonly interval: readonly [number, number];
  /** Distance from usual in its standard errors. */
  readonly z: number;
  /** Is it as large as somebody would notice, and more than error of measurement? */
  readonly isReliable: boolean;
}

/**
 * Does the report of day t, alone or with the one before it, differ from usual in this direction?
 *
 * One report is enough when it differs by a meaningful change and by more than two reports differ through error alone
 * (Jacobson & Truax 1991); otherwise it has to be said twice. Null on days without a report and without a usual.
 */
export function findReportChange(context: EpisodeContext, t: number, direction: Direction): ReportChange | null {
  const { series } = context;
  if (series.values[t] == null) return null;
  const before = findReportBefore(series, t);
  const once = judge(context, [t], before, direction);
  const twice = before === null ? null : judge(context, [before, t], findReportBefore(series, before), direction);
  if (!once || !twice) return once ?? twice;
  if (once.isReliable !== twice.isReliable) return once.isReliable ? once : twice;
  return twice.z > once.z ? twice : once;
}

function judge(
  { series, firstDay }: EpisodeContext,
  reports: readonly number[],
  before: number | null,
  direction: Direction,
): ReportChange | null {
  const onset = reports[0]!;
  const usual = findUsualBefore(series, firstDay, onset - 1, 0);
  if (!usual) return null;
  const { metric } = series;
  const sign = findOrientation(metric) * (direction === 'better' ? 1 : -1);
  const distances = reports.map((r) => sign * (series.values[r]! - usual.middle));
  const mean = distances.reduce((a, b) => a + b, 0) / distances.length;
  const meaningful = findMeaningful(metric, usual.middle, direction);
  const error = findError(metric);
  const reliable = reports.length > 1 ? RELIABLE_TOGETHER * error : findReliable(metric);
  const isReliable = mean >= meaningful && mean >= reliable && distances.every((d) => d >= meaningful / 2);
  const interval = [before === null ? onset : before + 1, onset] as const;
  return { onset, interval, z: mean / Math.sqrt(findVariance(metric, reports.length, usual.validDays)), isReliable };
}

/** Variance of a difference between so many reports now and so many before, though nothing changed; in the unit squared. */
export function findVariance(metric: MetricId, now: number, before: number): number {
  return findError(metric) ** 2 * (1 / now + 1 / Math.min(before, MOST_BEFORE) + WANDER_ERRORS ** 2);
}

function findReportBefore({ values }: MetricSeries, t: number): number | null {
  for (let i = t - 1; i >= 0; i--) if (values[i] != null) return i;
  return null;
}
