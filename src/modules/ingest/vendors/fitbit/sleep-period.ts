import { instantOfLocal } from '../../../../metrics/index.js';

export interface SleepClock {
  readonly startTime: string;
  readonly endTime?: string | undefined;
  /** Milliseconds from going to bed to getting up, as the device counted them. */
  readonly duration: number;
}

/**
 * When did a night that is told in wall-clock times really begin and end?
 *
 * In the night the clocks go back, 01:30 comes twice. The device counted the length on its own, so the pair of readings
 * that comes nearest to it is the right one.
 */
export function findSleepPeriod(timeZone: string, night: SleepClock): { startMs: number; endMs: number } {
  const starts = passes(timeZone, night.startTime);
  if (night.endTime === undefined) return { startMs: starts[0]!, endMs: starts[0]! + night.duration };
  const pairs = passes(timeZone, night.endTime).flatMap((endMs) => starts.map((startMs) => ({ startMs, endMs })));
  const missBy = (p: { startMs: number; endMs: number }) => Math.abs(p.endMs - p.startMs - night.duration);
  return pairs.reduce((best, pair) => (missBy(pair) < missBy(best) ? pair : best));
}

function passes(timeZone: string, local: string): number[] {
  const first = instantOfLocal(timeZone, local).ms;
  const second = instantOfLocal(timeZone, local, { fold: 'second' }).ms;
  return first === second ? [first] : [first, second];
}
