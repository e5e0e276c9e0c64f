import { SwingFilter, type Swing } from './swing-filter.js';

/** Residual, weight and running scale of each day; index = day. */
export interface FitDays {
  readonly r: ArrayLike<number>;
  readonly w: ArrayLike<number>;
  readonly sd: ArrayLike<number>;
}

/** One series of measurements of what may have changed. */
export interface FitSeries {
  readonly days: FitDays;
  /** Points of this series that go with one point of the change. */
  readonly unit: number;
  /** Variance of a day in units of the running scale squared: above 1 where days resemble their neighbours. */
  readonly noise: number;
}

/** The days a sprint is judged on; all days are indexes. */
export interface FitSpan {
  readonly from: number;
  readonly start: number;
  readonly end: number;
  /** First day on the device of the last day; at or before `from` = one device all along. */
  readonly deviceSince: number;
}

export interface FitModel {
  readonly swings: readonly Swing[];
  /** Part of the running variance (in units of the change) that the swings account for already. */
  readonly counted: number;
  /** How far a slope before the sprint (per 28 days) and a change of device may shift the level. */
  readonly slope: number;
  readonly device: number;
}

export interface Estimate {
  readonly d: number;
  readonly v: number;
}

const LEAST_NOISE = 0.2;
/** As good as no prior knowledge. */
const LOOSE = 1e-6;

/**
 * How much did it change in the sprint, for each shape the change may have had? Generalised ridge least squares of the
 * level of each series, earlier slope, change of device and the change itself; slow swings of the level are part of the
 * noise, so that many days of the same swing do not count as many. `shapes[k][i]` belongs to day `from + i`.
 *
 * @returns null without any day before, or any day in the sprint
 */
export function fitChanges(
  series: readonly FitSeries[],
  span: FitSpan,
  model: FitModel,
  shapes: readonly Float64Array[],
): readonly Estimate[] | null {
  const { from, start, end, deviceSince } = span;
  const [slope, device] = [series.length, series.length + 1];
  const first = device + 1;
  const last = first + shapes.length;
  const filter = new SwingFilter(model.swings, last + 1);
  const gram = Array.from({ length: last + 1 }, () => new Float64Array(last + 1));
  const row = new Float64Array(last + 1);
  let [before, during] = [0, 0];
  for (let t = from; t <= end; t++) {
    if (t > from) filter.nextDay();
    series.forEach(({ days, unit, noise }, s) => {
      const w = days.w[t]!;
      if (w === 0) return;
      if (t < start) before += w;
      else during += w;
      row.fill(0);
      row[s] = 1;
      row[slope] = Math.min(t - start, 0) / 28;
      row[device] = deviceSince > from && t >= deviceSince ? 1 : 0;
      shapes.forEach((shape, k) => (row[first + k] = shape[t - from]!));
      row[last] = days.r[t]! / unit;
      const variance = noise * (days.sd[end]! / unit) ** 2;
      filter.whiten(row, Math.max(variance - model.counted, LEAST_NOISE * variance) / w);
      addProducts(gram, row);
    });
  }
  if (before === 0 || during === 0) return null;
  for (let s = 0; s < slope; s++) gram[s]![s] = gram[s]![s]! + LOOSE;
  gram[slope]![slope] = gram[slope]![slope]! + 1 / model.slope ** 2;
  gram[device]![device] = gram[device]![device]! + 1 / Math.max(model.device, 1e-3) ** 2;
  eliminate(gram, first);
  return shapes.map((_, k) => {
    const own = gram[first + k]![first + k]! + LOOSE;
    return { d: gram[first + k]![last]! / own, v: 1 / own };
  });
}

function addProducts(gram: readonly Float64Array[], row: Float64Array): void {
  for (let i = 0; i < row.length; i++) {
    const x = row[i]!;
    if (x === 0) continue;
    const to = gram[i]!;
    for (let j = 0; j < row.length; j++) to[j] = to[j]! + x * row[j]!;
  }
}

/** Takes the first `count` unknowns out of a symmetric system, one after the other. */
function eliminate(gram: readonly Float64Array[], count: number): void {
  for (let k = 0; k < count; k++) {
    const pivot = gram[k]!;
    for (let i = k + 1; i < gram.length; i++) {
      const f = gram[i]![k]! / pivot[k]!;
      if (f === 0) continue;
      for (let j = k; j < gram.length; j++) gram[i]![j] = gram[i]![j]! - f * pivot[j]!;
    }
  }
}
