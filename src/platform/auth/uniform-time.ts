import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than any way of failing takes: an unknown address, a password of either kind of hash, no password at all. */
const FLOOR_MS = 400;

/** Waits until a whole number of floors has passed since then: how long a refusal took says nothing of its reason. */
export async function untilFloor(startedMs: number): Promise<void> {
  const goneMs = performance.now() - startedMs;
  await sleep(Math.ceil(goneMs / FLOOR_MS) * FLOOR_MS - goneMs);
}
