import { weighSeen, type Bank, type Candidate, type Direction, type SeenShift } from './candidates.js';
import { weighShift } from './change-evidence.js';
import { Channel } from './channel.js';
import { joinPain } from './pain.js';
import { HEART, PARAMETERS, SIGNALS, type SignalId, type SignalParameters } from './parameters.js';
import type { SignalDay, Signals } from './signals.js';

const IDS = [...SIGNALS, 'heart'] as const;

/** All signals of a patient, scored together. */
export class FusedBank implements Bank {
  readonly channels = IDS.map((id) => new Channel(id === 'heart' ? HEART : PARAMETERS[id]));
  readonly deviceSince: readonly number[];
  private readonly pain = { d: 0, v: 1 };

  constructor(private readonly signals: Signals) {
    this.deviceSince = signals.deviceSince;
  }

  /** Takes over day t of the signals, the next one. */
  push(t: number): void {
    const { channels, signals, deviceSince } = this;
    const at = { dow: signals.dow(t), isNewDevice: signals.isNewDevice(t) };
    IDS.forEach((id, i) => channels[i]!.push(signals.at(id, t), at, deviceSince[t]!));
  }

  join(shifts: readonly SeenShift[], length: number, direction: Direction): number {
    const weigh = (i: number) => weighSeen(shifts[i]!, this.channels[i]!, direction);
    return fuse(weigh(0), weigh(1), this.weighPain(shifts, length, direction) * supportPain(weigh(4)));
  }

  private weighPain(shifts: readonly SeenShift[], length: number, direction: Direction): number {
    const [nrs, peg] = [shifts[2]!, shifts[3]!];
    if (!nrs.isSeen) return weighSeen(peg, this.channels[3]!, direction);
    if (!peg.isSeen) return weighSeen(nrs, this.channels[2]!, direction);
    joinPain(nrs, peg, length, this.pain);
    return weighShift(this.pain, PARAMETERS.peg, direction === 'worse' ? -1 : 1);
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

  join(shifts: readonly SeenShift[], _length: number, direction: Direction): number {
    return weighSeen(shifts[0]!, this.channels[0], direction);
  }

  push(day: SignalDay, t: number): void {
    const at = { dow: this.signals.dow(t), isNewDevice: this.signals.isNewDevice(t) };
    this.channels[0].push(day, at, this.deviceSince[t]!);
  }
}

/** How much each signal speaks for a candidate of the fused bank (1 = says nothing). */
export function findFactor(candidate: Candidate, id: SignalId): number {
  return candidate.factors[SIGNALS.indexOf(id)]!;
}

/**
 * How likely changes come alone and together, relative to each other: activity, sleep, pain, pairs of them, all three.
 * They sum to more than 1 with the constant, which stands for "none of them".
 */
const ALONE = { none: 0.268, activity: 0.204, sleep: 0.153, pain: 0.223 };
const TOGETHER = { activitySleep: 0.0615, activityPain: 0.0903, sleepPain: 0.064, all: 0.215 };
/** How far the heart rate is believed when pain seems to have changed. */
const HEART_TRUST = 0.486;

const supportPain = (heart: number) => 1 - HEART_TRUST + HEART_TRUST * heart;

function fuse(activity: number, sleep: number, pain: number): number {
  const alone = ALONE.none + ALONE.activity * activity + ALONE.sleep * sleep + ALONE.pain * pain;
  const pairs = TOGETHER.activitySleep * activity * sleep + TOGETHER.activityPain * activity * pain;
  return alone + pairs + (TOGETHER.sleepPain + TOGETHER.all * activity) * sleep * pain;
}
