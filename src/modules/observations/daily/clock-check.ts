/** A device's clock may run a little fast; beyond this a reading comes from the future. */
const AHEAD_MS = 5 * 60_000;
/** No device that can send here existed: this is a clock that was reset (1970, 1980 and 2000 are where they start). */
const EARLIEST_MS = Date.UTC(2001, 0, 1);

export type ClockFault = 'ahead' | 'reset';

/**
 * Was the device's clock wrong when it took this reading? Null: nothing speaks against it.
 *
 * Such a reading is stored and read back exactly as it came, and kept out of every day's value: nobody knows to which
 * day it belongs. A period that has begun may end later than now, as today's running total does.
 */
export function clockFaultOf(reading: { readonly startMs: number; readonly receivedMs: number }): ClockFault | null {
  if (reading.startMs > reading.receivedMs + AHEAD_MS) return 'ahead';
  return reading.startMs < EARLIEST_MS ? 'reset' : null;
}
