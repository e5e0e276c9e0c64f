/** What happens to an invented patient: day 0 is the day the demo was made, history lies before it. */
export type Shape =
  | 'falling'
  | 'sleep-loss'
  | 'pain-rising'
  | 'plateau'
  | 'improving'
  | 'stable'
  | 'not-worn'
  | 'not-synced'
  | 'sparse'
  | 'new-device';

export interface DayLevel {
  /** Factors of, or additions to, the person's own level. */
  readonly steps: number;
  readonly sleepHours: number;
  readonly pain: number;
  readonly worn: boolean;
  readonly synced: boolean;
  readonly device: 'Wristband 2' | 'Wristband 3';
}

const USUAL: DayLevel = { steps: 1, sleepHours: 0, pain: 0, worn: true, synced: true, device: 'Wristband 2' };
const ramp = (day: number, from: number, to: number): number => Math.min(1, Math.max(0, (day - from) / (to - from)));

const SHAPES: Record<Shape, (day: number, luck: number) => Partial<DayLevel>> = {
  falling: (day) => (day >= -13 ? { steps: 0.58, sleepHours: -0.9, pain: 0.4 } : {}),
  'sleep-loss': (day) => (day >= -16 ? { sleepHours: -1.6 } : {}),
  'pain-rising': (day) => ({ pain: 2.4 * ramp(day, -35, -12) }),
  plateau: (day) => ({ steps: 1 + 0.35 * ramp(day, -90, -45), pain: -1.2 * ramp(day, -90, -45) }),
  improving: (day) => ({
    steps: 1 + 0.75 * ramp(day, -45, -5),
    sleepHours: 0.9 * ramp(day, -45, -10),
    pain: -2.6 * ramp(day, -45, -10),
  }),
  stable: () => ({}),
  'not-worn': (day, luck) => ({ worn: day < -9 ? luck > 0.04 : false }),
  'not-synced': (day) => ({ synced: day < -7 }),
  sparse: (_day, luck) => ({ synced: luck < 0.35 }),
  'new-device': (day) => (day >= -40 ? { steps: 1.22, device: 'Wristband 3' } : {}),
};

/** The person's level on a day; `luck` is a number in [0, 1) that belongs to that day. */
export const levelOn = (shape: Shape, day: number, luck: number): DayLevel => ({
  ...USUAL,
  worn: luck > 0.03,
  ...SHAPES[shape](day, luck),
});

/** A repeatable number in [0, 1) for these words: the same history on every machine. */
export function chance(...words: readonly (string | number)[]): number {
  let hash = 2166136261;
  for (const char of words.join('|')) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 4294967296;
}

/** Roughly normal, mean 0 and standard deviation 1. */
export const noise = (...words: readonly (string | number)[]): number =>
  [1, 2, 3, 4, 5, 6].reduce((sum, i) => sum + chance(...words, i), -3) * Math.SQRT2;
