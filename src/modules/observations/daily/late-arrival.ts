/** Devices send within the day as a rule; what comes later was kept back, or is a history brought along. */
const LATE_MS = 24 * 3_600_000;

/** What a device sends comes in pieces, in whatever order: all that comes within this time is one piece of news. */
const DELIVERY_MS = 120_000;

/** Since when does what came belong to the delivery of this moment? */
export const deliveryBegan = (ms: number): number => ms - DELIVERY_MS;

interface Arrival {
  readonly endMs: number;
  readonly receivedMs: number;
}

/** Did this reading arrive more than a day after it was taken? It counts like any other, but it interrupts nobody. */
export const isLateArrival = (reading: Arrival): boolean => reading.receivedMs - reading.endMs > LATE_MS;

/** Was a reading on time among those that said last what they say now? Of none at all nothing is late. */
export function arrivedLive(readings: readonly { readonly endMs: number; readonly saidMs: number }[]): boolean {
  const newestMs = readings.reduce((ms, o) => Math.max(ms, o.saidMs), Number.NEGATIVE_INFINITY);
  const last = readings.filter((o) => o.saidMs >= deliveryBegan(newestMs));
  return last.length === 0 || last.some(({ endMs, saidMs }) => !isLateArrival({ endMs, receivedMs: saidMs }));
}
