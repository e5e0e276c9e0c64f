import type { DailyInput } from './daily-input.js';
import { weighByIllness } from './illness-gate.js';
import type { SignalId } from './parameters.js';
import { findMedian } from './robust.js';
import { weighActivityDays } from './wear-gate.js';

/** One signal: `y` oriented so that worse is lower, `w` how much the day counts (0 = missing; y is then 0). */
export interface Signal {
  readonly y: Float64Array;
  readonly w: Float64Array;
}

export interface Signals {
  readonly days: number;
  readonly startDow: number;
  /** The last day on or before t on which another device began; 0 without one. */
  readonly deviceSince: Int32Array;
  readonly byId: Readonly<Record<SignalId, Signal>>;
}

const SLEEP_MINUTES = { least: 90, most: 840 };

/** Turns a patient's days into comparable signals: gated for wear and illness, logarithmic where effects are shares. */
export function buildSignals(input: DailyInput): Signals {
  const worn = weighActivityDays(input);
  const healthy = weighByIllness(input.restingHeartRate, input.days);
  const base = findBase(input, worn);
  const sleep = (v: number) => (v >= SLEEP_MINUTES.least && v <= SLEEP_MINUTES.most ? v / 60 : null);
  return {
    days: input.days,
    startDow: input.startDow,
    deviceSince: findDeviceStarts(input),
    byId: {
      activity: toSignal(
        input.days,
        (t) => {
          return worn[t]! > 0 ? Math.log(Math.max(input.activity[t]!, input.activityFloor) / base) : null;
        },
        (t) => worn[t]! * healthy[t]!,
      ),
      sleep: toSignal(
        input.days,
        (t) => (input.sleepMinutes[t] == null ? null : sleep(input.sleepMinutes[t]!)),
        (t) => healthy[t]!,
      ),
      nrs: toSignal(
        input.days,
        (t) => (input.nrs[t] == null ? null : -input.nrs[t]!),
        () => 1,
      ),
      peg: toSignal(
        input.days,
        (t) => (input.peg[t] == null ? null : -input.peg[t]!),
        () => 1,
      ),
    },
  };
}

function emptySignal(days: number): Signal {
  return { y: new Float64Array(days), w: new Float64Array(days) };
}

export function toSignal(days: number, value: (t: number) => number | null, weight: (t: number) => number): Signal {
  const { y, w } = emptySignal(days);
  for (let t = 0; t < days; t++) {
    const v = value(t);
    if (v === null) continue;
    y[t] = v;
    w[t] = weight(t);
  }
  return { y, w };
}

function findBase(input: DailyInput, worn: Float64Array): number {
  const early: number[] = [];
  for (let t = 0; t < Math.min(input.baselineDays, input.days); t++) if (worn[t]! > 0) early.push(input.activity[t]!);
  return early.length < 5 ? input.activityTypical : findMedian(early)!;
}

function findDeviceStarts(input: DailyInput): Int32Array {
  const starts = new Int32Array(input.days);
  let current: string | null = null;
  let since = 0;
  for (let t = 0; t < input.days; t++) {
    const device = input.device[t] ?? null;
    if (device !== null && current !== null && device !== current) since = t;
    current = device ?? current;
    starts[t] = since;
  }
  return starts;
}
