/** The last minute is said aloud (WCAG 2.2.1: at least 20 seconds to answer), or a third of a very short limit. */
const WARN_SECONDS = 60;
/** Told often enough that the server's clock is never more than this behind ours. */
const TELL_MS = 60_000;

export type IdleStep =
  { readonly kind: 'rest' | 'tell' | 'over' } | { readonly kind: 'warn'; readonly seconds: number };

/**
 * What a page must do about its session now.
 *
 * @param unusedMs - since somebody last did something on any page of this browser
 * @param sinceToldMs - since the server last heard from a page in use
 */
export function decideIdle(idleSeconds: number, unusedMs: number, sinceToldMs: number): IdleStep {
  const left = Math.ceil(idleSeconds - Math.max(unusedMs, 0) / 1000);
  if (left <= 0) return { kind: 'over' };
  if (left <= Math.min(WARN_SECONDS, idleSeconds / 3)) return { kind: 'warn', seconds: left };
  const inUse = unusedMs < TELL_MS;
  return { kind: inUse && sinceToldMs >= Math.min(TELL_MS, idleSeconds * 250) ? 'tell' : 'rest' };
}
