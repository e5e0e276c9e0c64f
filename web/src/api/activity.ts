/**
 * Does somebody use this page? The server ends a session that is not used; what a page fetches by itself must not count
 * as use, or no session would ever end.
 */
const SPREAD_MS = 5_000;
const channel = typeof document === 'undefined' ? null : new BroadcastChannel('stepwell.activity');

/** After so long without a touch a request is the page's own. */
let untouchedMs = 60_000;
let usedAt = Date.now();
let spreadAt = 0;
/** When the server last heard from a page that is in use. */
let toldAt = Date.now();

/** Somebody did something here: a key, a touch, or a conversation that goes on without either. */
export function markUsed(): void {
  usedAt = Date.now();
  if (usedAt - spreadAt < SPREAD_MS) return;
  spreadAt = usedAt;
  channel?.postMessage(usedAt);
}
channel?.addEventListener('message', ({ data }) => {
  if (typeof data === 'number') usedAt = Math.max(usedAt, Math.min(data, Date.now()));
});

/** Listens for signs of life; answers how to stop. Where sessions end very soon, so does the credit of a touch. */
export function watchUse(idleSeconds: number): () => void {
  untouchedMs = Math.min(60_000, idleSeconds * 250);
  const signs = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;
  for (const sign of signs) window.addEventListener(sign, markUsed, { capture: true, passive: true });
  return () => {
    for (const sign of signs) window.removeEventListener(sign, markUsed, { capture: true });
  };
}

export const unusedMs = (): number => Date.now() - usedAt;
export const sinceToldMs = (): number => Date.now() - toldAt;

/** For every request: says when nobody is behind it. */
export function activityHeaders(): Record<string, string> {
  if (unusedMs() > untouchedMs) return { 'x-stepwell-idle': '1' };
  toldAt = Date.now();
  return {};
}
