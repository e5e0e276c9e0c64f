/** A normal distribution's standard deviation in units of its median absolute deviation. */
export const MAD_TO_SD = 1.4826;

/** The middle value; null for an empty list. Does not change its input. */
export function findMedian(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

export interface Spread {
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

/** Middle and the range in which about two of three days lie (middle ± 1.4826 MAD); null for an empty list. */
export function findSpread(values: readonly number[]): Spread | null {
  const middle = findMedian(values);
  if (middle === null) return null;
  const half = MAD_TO_SD * findMedian(values.map((v) => Math.abs(v - middle)))!;
  return { middle, low: middle - half, high: middle + half };
}

/** Distribution function of the normal distribution (Abramowitz & Stegun 26.2.17, error below 1e-7). */
export function toNormal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = Math.exp((-z * z) / 2) * 0.3989422804 * poly;
  return z >= 0 ? 1 - tail : tail;
}
