import type { ResidualRule } from './parameters.js';
import type { SignalDay } from './signals.js';

/** Where a day stands: its weekday, and whether another device begins on it. */
export interface CalendarDay {
  readonly dow: number;
  readonly isNewDevice: boolean;
}

/** So many days' worth of doubt that a weekday differs from the others. */
const WEEKDAY_DOUBT = 9;

/**
 * A signal without weekdays and with its outliers pulled in; `sd` is the running scale after each day. What is left of a
 * day is decided when it arrives and never changes: one pass, only backwards looking.
 */
export class Residuals {
  readonly r: number[] = [];
  readonly w: number[] = [];
  readonly sd: number[] = [];
  private readonly weekday = new Float64Array(7);
  private readonly seen = new Float64Array(7);
  private level = Number.NaN;
  private scale: number;
  private count = 0;

  constructor(private readonly rule: ResidualRule) {
    this.scale = rule.sd0;
  }

  push({ y, w }: SignalDay, { dow, isNewDevice }: CalendarDay): void {
    if (this.rule.fromDevice && isNewDevice) {
      this.level = Number.NaN;
      this.count = 0;
    }
    this.r.push(w > 0 ? this.learn(y, w, dow) : 0);
    this.w.push(w);
    this.sd.push(this.scale);
  }

  private learn(y: number, w: number, dow: number): number {
    const { sd0, levelGain, scaleGain, clipSd, hasWeekdays } = this.rule;
    const v = y - this.weekday[dow]!;
    if (Number.isNaN(this.level)) this.level = v;
    const limit = clipSd * this.scale;
    const e = Math.max(-limit, Math.min(limit, v - this.level));
    const r = this.level + e;
    this.level += w * Math.max(levelGain, 1 / (this.count + 2)) * e;
    const scale = this.scale + w * scaleGain * (1.2533 * Math.abs(e) - this.scale);
    this.scale = Math.max(0.5 * sd0, Math.min(2 * sd0, scale));
    if (hasWeekdays) this.learnWeekday(dow, w * e);
    this.count += w;
    return r;
  }

  private learnWeekday(dow: number, e: number): void {
    const { weekday, seen } = this;
    seen[dow] = seen[dow]! + 1;
    weekday[dow] = weekday[dow]! + e / (Math.min(seen[dow]!, 10) + WEEKDAY_DOUBT);
    let mean = 0;
    for (let i = 0; i < 7; i++) mean += weekday[i]! / 7;
    for (let i = 0; i < 7; i++) weekday[i] = weekday[i]! - mean;
  }
}
