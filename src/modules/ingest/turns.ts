import { setTimeout as sleep } from 'node:timers/promises';

/** Doubled from the first to the longest: what is back is not waited for much longer. */
export interface Pace {
  readonly firstMs: number;
  readonly longestMs: number;
}
const PACE: Pace = { firstMs: 1_000, longestMs: 60_000 };

/** A turn at once, and one after each wait, until the signal comes. Waiting keeps no process alive. */
export async function* turns(signal: AbortSignal, { firstMs, longestMs }: Pace = PACE): AsyncGenerator<void> {
  for (let waitMs = firstMs; !signal.aborted; waitMs = Math.min(waitMs * 2, longestMs)) {
    yield;
    await sleep(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
