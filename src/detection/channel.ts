import { estimateShift, type Shift } from './change-evidence.js';
import type { SignalParameters } from './parameters.js';
import { Residuals, type CalendarDay } from './residuals.js';
import { Restlessness } from './restlessness.js';
import type { SignalDay } from './signals.js';

/** Running sums, so that the mean over any window costs two subtractions; index = days before. */
export interface WindowSums {
  readonly w: readonly number[];
  readonly wr: readonly number[];
}

const FORTNIGHT = 14;

/** One signal ready to be looked at for changes. */
export class Channel {
  readonly residuals: Residuals;
  readonly sums = { w: [0], wr: [0] };
  /** The last day that said something; -1 before there is one. */
  lastSeen = -1;
  /** How much wider than for others a shift of this person scatters. */
  widening = 1;
  private readonly restlessness = new Restlessness();
  private readonly fortnight: Shift = { d: 0, v: 1 };

  constructor(readonly parameters: SignalParameters) {
    this.residuals = new Residuals(parameters);
  }

  /** @param deviceSince - the last day up to this one on which another device began */
  push(day: SignalDay, at: CalendarDay, deviceSince: number): void {
    const { residuals, sums, fortnight } = this;
    const t = residuals.r.length;
    residuals.push(day, at);
    if (residuals.w[t]! > 0) this.lastSeen = t;
    sums.w.push(sums.w[t]! + residuals.w[t]!);
    sums.wr.push(sums.wr[t]! + residuals.w[t]! * residuals.r[t]!);
    const first = t + 1 - FORTNIGHT;
    this.widening = 1;
    const isSeen = first > 0 && estimateShift(this, deviceSince, first, t, 'step', fortnight);
    this.restlessness.push(isSeen ? fortnight : null);
    this.widening = this.restlessness.widening;
  }
}
