import type { SignalParameters } from './parameters.js';
import type { Signal } from './signals.js';

export interface ResidualOptions {
  /** Beyond so many standard deviations a day counts as being just there. */
  readonly clipSd: number;
  readonly levelGain?: number;
}

/** A signal without weekdays and with its outliers pulled in; `sd` is the running scale after each day. */
export interface Residuals {
  readonly r: Float64Array;
  readonly w: Float64Array;
  readonly sd: Float64Array;
}

export interface Calendar {
  readonly days: number;
  readonly startDow: number;
  readonly deviceSince: Int32Array;
}

/** What is left of each day when weekday habits and single odd days are taken out? One pass, only backwards looking. */
export function findResiduals(
  signal: Signal,
  calendar: Calendar,
  p: SignalParameters,
  options: ResidualOptions,
): Residuals {
  const { days, startDow, deviceSince } = calendar;
  const r = new Float64Array(days);
  const sds = new Float64Array(days);
  const weekday = new Float64Array(7);
  const seen = new Float64Array(7);
  const gain = options.levelGain ?? p.levelGain;
  let level = Number.NaN;
  let sd = p.sd0;
  let n = 0;
  for (let t = 0; t < days; t++) {
    if (p.fromDevice && deviceSince[t] === t && t > 0) {
      level = Number.NaN;
      n = 0;
    }
    const w = signal.w[t]!;
    if (w > 0) {
      const dow = (startDow + t) % 7;
      const v = signal.y[t]! - weekday[dow]!;
      if (Number.isNaN(level)) level = v;
      const limit = options.clipSd * sd;
      const e = Math.max(-limit, Math.min(limit, v - level));
      r[t] = level + e;
      level += w * Math.max(gain, 1 / (n + 2)) * e;
      sd += w * p.scaleGain * (1.2533 * Math.abs(e) - sd);
      sd = Math.max(0.5 * p.sd0, Math.min(2 * p.sd0, sd));
      if (p.hasWeekdays) learnWeekday(weekday, seen, dow, w * e);
      n += w;
    }
    sds[t] = sd;
  }
  return { r, w: signal.w, sd: sds };
}

function learnWeekday(weekday: Float64Array, seen: Float64Array, dow: number, e: number): void {
  seen[dow] = seen[dow]! + 1;
  weekday[dow] = weekday[dow]! + e / (Math.min(seen[dow]!, 10) + 5.8);
  let mean = 0;
  for (let i = 0; i < 7; i++) mean += weekday[i]! / 7;
  for (let i = 0; i < 7; i++) weekday[i] = weekday[i]! - mean;
}
