/** Devices send within the day as a rule; what comes later was kept back, or is a history brought along. */
const LATE_MS = 24 * 3_600_000;

/** Did this reading arrive more than a day after it was taken? It counts like any other, but it interrupts nobody. */
export const isLateArrival = (reading: { readonly endMs: number; readonly receivedMs: number }): boolean =>
  reading.receivedMs - reading.endMs > LATE_MS;
