import type { SignalParameters } from './parameters.js';
import { Residuals, type CalendarDay } from './residuals.js';
import type { SignalDay } from './signals.js';

/** Running sums, so that the mean over any window costs two subtractions; index = days before. */
export interface WindowSums {
  readonly w: readonly number[];
  readonly wr: readonly number[];
}

const CLIP_SD = 1.76;

/** One signal ready to be looked at for changes. */
export class Channel {
  readonly residuals: Residuals;
  readonly sums = { w: [0], wr: [0] };

  constructor(readonly parameters: SignalParameters) {
    this.residuals = new Residuals(parameters, { clipSd: CLIP_SD });
  }

  push(day: SignalDay, at: CalendarDay): void {
    const { residuals, sums } = this;
    const t = residuals.r.length;
    residuals.push(day, at);
    sums.w.push(sums.w[t]! + residuals.w[t]!);
    sums.wr.push(sums.wr[t]! + residuals.w[t]! * residuals.r[t]!);
  }
}
