import { instantsOfWall, type ZoneHistory } from '../../../../metrics/index.js';

export interface SleepClock {
  readonly startTime: string;
  readonly endTime?: string | null | undefined;
  /** Milliseconds from going to bed to getting up, as the device counted them. */
  readonly duration: number;
}

/**
 * When did a night that is told in wall-clock times really begin and end?
 *
 * In the night the clocks go back, and on a flight west, 01:30 comes twice. The device counted the length on its own, so the
 * pair of readings that comes nearest to it is the right one.
 */
export function findSleepPeriod(zones: ZoneHistory, night: SleepClock): { startMs: number; endMs: number } {
  const starts = instantsOfWall(zones, night.startTime).ms;
  if (!night.endTime) return { startMs: starts[0]!, endMs: starts[0]! + night.duration };
  const pairs = instantsOfWall(zones, night.endTime).ms.flatMap((endMs) =>
    starts.map((startMs) => ({ startMs, endMs })),
  );
  const missBy = (p: { startMs: number; endMs: number }) => Math.abs(p.endMs - p.startMs - night.duration);
  return pairs.reduce((best, pair) => (missBy(pair) < missBy(best) ? pair : best));
}
