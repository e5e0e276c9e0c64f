import { DEAD_AFTER_SECONDS } from './age.js';
import type { Readiness } from '../api/types.js';

export interface Chain {
  /** Since the slowest of the server's alert workers gave a sign of life, as of `at`. */
  readonly seconds: number;
  readonly at: number;
}

/** Since when, and until when, this page knows of a worker that was never heard of: it may only just be starting. */
let unheard: { readonly since: number; readonly until: number } | null = null;
/** Not asked for so long, as while the page slept or had no line, the page knows nothing of what was in between. */
const BREAK_MS = DEAD_AFTER_SECONDS * 1000;

export function chainOf({ chain }: Readiness, now: number): Chain | null {
  if (!chain) return null;
  const age = chain.oldestBeatAgeSeconds;
  if (age !== null) {
    unheard = null;
    return { seconds: age, at: now };
  }
  const since = unheard && now - unheard.until < BREAK_MS ? unheard.since : now;
  unheard = { since, until: now };
  return { seconds: 0, at: since };
}
