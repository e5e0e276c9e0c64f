import { addDays, instantOfLocal, offsetMsAt, startOfDay } from '../../../metrics/index.js';

const MINUTE_MS = 60_000;

/**
 * The instant of a wall-clock time of a civil day, '24:00' being the midnight that ends it. A time that the clock skips
 * is the moment of the jump; of one that it shows twice, `fold` says which.
 */
export function instantOf(zone: string, day: string, time: string, fold: 'first' | 'second'): number {
  if (time === '24:00') return startOfDay(zone, addDays(day, 1));
  const { ms, gap } = instantOfLocal(zone, `${day}T${time}`, { fold });
  if (!gap) return ms;
  const offset = offsetMsAt(zone, ms);
  let jump = ms;
  while (offsetMsAt(zone, jump - MINUTE_MS) === offset) jump -= MINUTE_MS;
  return jump;
}
