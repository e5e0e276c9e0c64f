/** A device's clock may run a little fast; beyond this a reading comes from the future. */
const AHEAD_MS = 5 * 60_000;
/** No device that can send here existed: this is a clock that was reset (1970, 1980 and 2000 are where they start). */
const EARLIEST_MS = Date.UTC(2001, 0, 1);

/** So long is what a vendor tells of a day by its name, again and again while it goes on. */
const DAY_FROM_MS = 20 * 3_600_000;

export type ClockFault = 'ahead' | 'reset';

/**
 * Was the device's clock wrong when it took this reading? Null: nothing speaks against it.
 *
 * Such a reading is stored and read back exactly as it came, and kept out of every day's value: nobody knows to which
 * day it belongs. A period that has begun may end later than now, as today's running total does. Such a total
 * has no clock, only the name of its day: where somebody has flown east, the first word of it may come before that day begins
 * here, and what is told of it once it has begun counts.
 *
 * @param reading.receivedMs - when it came first
 * @param reading.saidMs - when what stands of it came
 */
export function clockFaultOf({ startMs, endMs, receivedMs, saidMs }: Told): ClockFault | null {
  const heardMs = endMs - startMs >= DAY_FROM_MS ? saidMs : receivedMs;
  if (startMs > heardMs + AHEAD_MS) return 'ahead';
  return startMs < EARLIEST_MS ? 'reset' : null;
}

interface Told {
  readonly startMs: number;
  readonly endMs: number;
  readonly receivedMs: number;
  readonly saidMs: number;
}
