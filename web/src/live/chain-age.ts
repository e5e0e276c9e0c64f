import type { Readiness } from '../api/types.js';

export interface Chain {
  /** Since the slowest of the server's alert workers gave a sign of life, as of `at`. */
  readonly seconds: number;
  readonly at: number;
}

/** Since when this page knows of a worker that was never heard of: it may only just be starting. */
let unheardSince: number | null = null;

export function chainOf({ chain }: Readiness, now: number): Chain | null {
  if (!chain) return null;
  const age = chain.oldestBeatAgeSeconds;
  unheardSince = age === null ? (unheardSince ?? now) : null;
  return age === null ? { seconds: 0, at: unheardSince ?? now } : { seconds: age, at: now };
}
