/** Residual, weight and running scale of each day. */
export interface FitDays {
  readonly r: ArrayLike<number>;
  readonly w: ArrayLike<number>;
  readonly sd: ArrayLike<number>;
}

/** The days a sprint is judged on; all days are indexes. */
export interface FitSpan {
  readonly from: number;
  readonly start: number;
  readonly end: number;
  /** First day on the device of the last day; at or before `from` = one device all along. */
  readonly deviceSince: number;
}

/** How far an earlier slope (per 28 days) and a change of device may shift the level. */
export interface FitPriors {
  readonly slope: number;
  readonly device: number;
}

export interface Estimate {
  readonly d: number;
  readonly v: number;
}

/** Gives the change in the sprint for one shape of change; `shape[i]` belongs to day `from + i`. Null = no data. */
export type SprintFit = (shape: Float64Array) => Estimate | null;

/**
 * Weighted ridge least squares of level, earlier slope, change of device and change in the sprint. What does not
 * depend on the shape of the change is summed up once.
 *
 * @param rho - lag-1 correlation of what the fit leaves over
 */
export function prepareFit(residuals: FitDays, rho: number, span: FitSpan, priors: FitPriors): SprintFit {
  const { from, start, end, deviceSince } = span;
  const sd = residuals.sd[end]!;
  const scale = (1 - rho) / ((1 + rho) * sd * sd);
  let [before, during] = [0, 0];
  // Columns: level, slope before the sprint, device.
  let [s0, s1, s3, s11, s13, b0, b1, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let t = from; t <= end; t++) {
    const w = residuals.w[t]! * scale;
    if (w === 0) continue;
    const slope = Math.min(t - start, 0) / 28;
    const device = isOtherDevice(span, t);
    const wr = w * residuals.r[t]!;
    if (t < start) before += w;
    else during += w;
    s0 += w;
    s1 += w * slope;
    s3 += w * device;
    s11 += w * slope * slope;
    s13 += w * slope * device;
    b0 += wr;
    b1 += wr * slope;
    b3 += wr * device;
  }
  if (before === 0 || during === 0) return () => null;
  const ridge = { slope: 1 / priors.slope ** 2, device: 1 / Math.max(priors.device, 1e-3) ** 2 };
  return (shape) => {
    let [s2, s12, s22, s23, b2] = [0, 0, 1e-6, 0, 0];
    for (let t = Math.min(start, deviceSince > from ? deviceSince : start); t <= end; t++) {
      const wg = residuals.w[t]! * scale * shape[t - from]!;
      if (wg === 0) continue;
      s2 += wg;
      s12 += (wg * Math.min(t - start, 0)) / 28;
      s22 += wg * shape[t - from]!;
      s23 += wg * isOtherDevice(span, t);
      b2 += wg * residuals.r[t]!;
    }
    // Level, slope and device are eliminated one after the other; what remains is the change alone.
    const m = [s0, s1, s3, s2, s1, s11 + ridge.slope, s13, s12, s3, s13, s3 + ridge.device, s23, s2, s12, s23, s22];
    return eliminate(m, [b0, b1, b3, b2]);
  };
}

const isOtherDevice = ({ from, deviceSince }: FitSpan, t: number) => (deviceSince > from && t >= deviceSince ? 1 : 0);

/** Last unknown of a symmetric 4 × 4 system and its variance (inverse of what is left of its diagonal). */
function eliminate(m: number[], b: number[]): Estimate {
  for (let k = 0; k < 3; k++) {
    for (let i = k + 1; i < 4; i++) {
      const f = m[4 * i + k]! / m[5 * k]!;
      for (let j = k; j < 4; j++) m[4 * i + j] = m[4 * i + j]! - f * m[4 * k + j]!;
      b[i] = b[i]! - f * b[k]!;
    }
  }
  return { d: b[3]! / m[15]!, v: 1 / m[15]! };
}
