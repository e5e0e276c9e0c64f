/** Nothing heard for so long: what is on the page may be old. */
export const LATE_AFTER_SECONDS = 30;
/**
 * Nothing heard for so long, by the page or by the server's own watch over its workers: do not rely on it. The promise is
 * red within 90 s of the death; the page looks once a second and rounds.
 */
export const DEAD_AFTER_SECONDS = 88;

/** How old the page is, by its own clock: it must be right when no server can be asked. */
export interface Age {
  readonly level: 'fresh' | 'late' | 'dead';
  /** Since the server was heard; null before the first time. */
  readonly seconds: number | null;
  /** Since the slowest of the server's workers gave a sign of life; null where the server does not tell. */
  readonly chainSeconds: number | null;
}

/**
 * @param openedAt - when the page was opened: silence from the start counts from then
 * @param chain - what the server said of its workers, and when it said so
 */
export function ageOf(facts: {
  readonly heardAt: number | null;
  readonly openedAt: number;
  readonly now: number;
  readonly chain: { readonly seconds: number; readonly at: number } | null;
  /** The page knows that the server does not answer, and says so above. */
  readonly cutOff: boolean;
}): Age {
  const { heardAt, openedAt, now, chain, cutOff } = facts;
  // A clock that was set back must not make old news look like none at all.
  const since = (at: number) => Math.max(0, now - at) / 1000;
  const silent = since(heardAt ?? openedAt);
  const chainSeconds = chain && Math.round(chain.seconds + since(chain.at));
  const oldest = Math.max(silent, chainSeconds ?? 0);
  return {
    level: oldest > DEAD_AFTER_SECONDS ? 'dead' : cutOff || silent > LATE_AFTER_SECONDS ? 'late' : 'fresh',
    seconds: heardAt === null ? null : Math.round(silent),
    chainSeconds,
  };
}
