import type { ActivityScale, DayInput } from './day-input.js';
import { IllnessGate } from './illness-gate.js';
import type { SignalId } from './parameters.js';
import { DeviceSince } from './device-since.js';
import { WearGate } from './wear-gate.js';

/** One day of one signal: `y` oriented so that worse is lower, `w` how much it counts (0 = missing; y is then 0). */
export interface SignalDay {
  readonly y: number;
  readonly w: number;
}

export const MISSING: SignalDay = { y: 0, w: 0 };

/** A signal over time; index = day. */
export interface Signal {
  readonly y: readonly number[];
  readonly w: readonly number[];
}

const SLEEP_MINUTES = { least: 90, most: 840 };

/** A patient's days as comparable signals: gated for wear and illness, logarithmic where effects are shares. */
export class Signals {
  readonly byId: Readonly<Record<SignalId | 'heart', { readonly y: number[]; readonly w: number[] }>> = {
    activity: { y: [], w: [] },
    sleep: { y: [], w: [] },
    nrs: { y: [], w: [] },
    peg: { y: [], w: [] },
    heart: { y: [], w: [] },
  };
  private readonly wear: WearGate;
  private readonly illness = new IllnessGate();
  private readonly devices = new DeviceSince();

  /** @param startDow - weekday of day 0, 0 = Monday */
  constructor(
    private readonly startDow: number,
    private readonly scale: ActivityScale,
  ) {
    this.wear = new WearGate(scale);
  }

  /** The last day up to each day on which another device began; 0 without one. */
  get deviceSince(): readonly number[] {
    return this.devices.since;
  }

  get days(): number {
    return this.deviceSince.length;
  }

  dow(t: number): number {
    return (this.startDow + t) % 7;
  }

  /** Does day t begin a stretch on another device? */
  isNewDevice(t: number): boolean {
    return t > 0 && this.deviceSince[t] === t;
  }

  at(id: SignalId | 'heart', t: number): SignalDay {
    return { y: this.byId[id].y[t]!, w: this.byId[id].w[t]! };
  }

  push(day: DayInput): void {
    this.devices.push(day.device);
    const worn = this.wear.weigh(day);
    const healthy = this.illness.weigh(day.restingHeartRate);
    const { activity, sleepMinutes, restingHeartRate, nrs, peg } = day;
    this.add('activity', worn > 0 ? Math.log(Math.max(activity!, this.scale.floor)) : null, worn * healthy);
    const isNight = sleepMinutes !== null && sleepMinutes >= SLEEP_MINUTES.least && sleepMinutes <= SLEEP_MINUTES.most;
    this.add('sleep', isNight ? sleepMinutes / 60 : null, healthy);
    this.add('nrs', nrs === null ? null : -nrs, 1);
    this.add('peg', peg === null ? null : -peg, 1);
    this.add('heart', restingHeartRate === null ? null : -restingHeartRate, healthy);
  }

  private add(id: SignalId | 'heart', value: number | null, weight: number): void {
    this.byId[id].y.push(value ?? 0);
    this.byId[id].w.push(value === null ? 0 : weight);
  }
}
