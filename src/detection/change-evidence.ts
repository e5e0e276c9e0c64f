import type { Channel } from './channel.js';
import type { EffectPart, SignalParameters } from './parameters.js';

export type Template = 'step' | 'ramp';
/** Days in which a ramp reaches its full height. */
export const RAMP_DAYS = 12;
const BEFORE_DAYS = 82;

/** Estimated shift and its variance. */
export interface Shift {
  d: number;
  v: number;
}

/**
 * What if a change of this form began on day k and today is t?
 *
 * @returns false when too few days count; `out` is then untouched
 */
export function estimateShift(
  { residuals, sums, widening, parameters: p }: Channel,
  deviceSince: number,
  k: number,
  t: number,
  template: Template,
  out: Shift,
): boolean {
  const from = Math.max(k - BEFORE_DAYS, p.fromDevice ? deviceSince : 0, 0);
  if (from >= k) return false;
  const nb = sums.w[k]! - sums.w[from]!;
  const na = sums.w[t + 1]! - sums.w[k]!;
  if (nb < p.minBefore || na < p.minAfter) return false;
  const before = (sums.wr[k]! - sums.wr[from]!) / nb;
  let wg = na;
  let wgg = na;
  let wgr = sums.wr[t + 1]! - sums.wr[k]! - before * na;
  if (template === 'ramp') {
    wg = wgg = wgr = 0;
    for (let j = k; j <= t; j++) {
      const w = residuals.w[j]!;
      if (w === 0) continue;
      const g = Math.min((j - k + 1) / RAMP_DAYS, 1);
      wg += w * g;
      wgg += w * g * g;
      wgr += w * g * (residuals.r[j]! - before);
    }
    if (wgg <= 0) return false;
  }
  const ratio = wg / wgg;
  const sd = residuals.sd[k - 1]!;
  const inflate = (n: number) => 1 + ((1 + p.rho) / (1 - p.rho) - 1) * (1 - 1 / Math.max(n, 1));
  out.d = wgr / wgg;
  const noise = sd * sd * (inflate(na) / wgg + (inflate(nb) / nb) * ratio * ratio);
  out.v = widening * (noise + (p.wander * ratio) ** 2);
  return true;
}

/** How many times likelier is this shift if things really got worse (`sign` -1) or better (+1) than if nothing changed? */
export function weighShift({ d, v }: Shift, { effect }: SignalParameters, sign: 1 | -1): number {
  return weighPart(effect[0], sign * d, v) + weighPart(effect[1], sign * d, v);
}

function weighPart({ share, at, spread }: EffectPart, d: number, v: number): number {
  const total = v + spread * spread;
  const off = d - at;
  return share * Math.sqrt(v / total) * Math.exp(0.5 * ((d * d) / v - (off * off) / total));
}
