import type { Bank, Candidate } from './candidates.js';
import { Channel } from './channel.js';
import { PARAMETERS, SIGNALS, type SignalId, type SignalParameters } from './parameters.js';
import type { SignalDay, Signals } from './signals.js';

/** All signals of a patient, scored together. */
export class FusedBank implements Bank {
  readonly channels = SIGNALS.map((id) => new Channel(PARAMETERS[id]));
  readonly deviceSince: readonly number[];
  readonly fuse = fuse;

  constructor(private readonly signals: Signals) {
    this.deviceSince = signals.deviceSince;
  }

  /** Takes over day t of the signals, the next one. */
  push(t: number): void {
    const at = { dow: this.signals.dow(t), isNewDevice: this.signals.isNewDevice(t) };
    SIGNALS.forEach((id, i) => this.channels[i]!.push(this.signals.at(id, t), at));
  }
}

/** One signal alone. */
export class SoloBank implements Bank {
  readonly channels: readonly [Channel];
  readonly deviceSince: readonly number[];

  constructor(
    parameters: SignalParameters,
    private readonly signals: Signals,
  ) {
    this.channels = [new Channel(parameters)];
    this.deviceSince = signals.deviceSince;
  }

  fuse(factors: Float64Array): number {
    return factors[0]!;
  }

  push(day: SignalDay, t: number): void {
    this.channels[0].push(day, { dow: this.signals.dow(t), isNewDevice: this.signals.isNewDevice(t) });
  }
}

/** How much each signal speaks for a candidate of the fused bank (1 = says nothing). */
export function findFactor(candidate: Candidate, id: SignalId): number {
  return candidate.factors[SIGNALS.indexOf(id)]!;
}

/** One domain may move alone, or all together; the two pain scores say the same thing twice. */
function fuse(f: Float64Array): number {
  const pain = f[2]! * f[3]!;
  return 0.98 * (0.69 + 0.31 * f[0]!) * (0.709 + 0.291 * f[1]!) * (0.534 + 0.466 * pain) + 0.02 * f[0]! * f[1]! * pain;
}
