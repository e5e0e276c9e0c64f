const HOUR_MS = 3_600_000;
export const ROTATE_AFTER_MS = 90 * 24 * HOUR_MS;
/** A key is shown for this long before it signs: whoever keeps our keys in a cache has read it by then. */
export const SHOWN_BEFORE_MS = HOUR_MS;
/** And for this long after the next one signs: what it signed lives minutes. */
export const SHOWN_AFTER_MS = 24 * HOUR_MS;

export interface KeyAge {
  readonly kid: string;
  readonly createdAtMs: number;
}

/**
 * Which signing keys are shown, the one that signs first; which have had their time; and is a new one due?
 *
 * @param keys - in any order
 */
export function decideKeys<Key extends KeyAge>(
  keys: readonly Key[],
  nowMs: number,
): { readonly shown: Key[]; readonly over: Key[]; readonly makeNew: boolean } {
  const newestFirst = keys.toSorted((a, b) => b.createdAtMs - a.createdAtMs);
  const signing = newestFirst.find((key) => nowMs - key.createdAtMs >= SHOWN_BEFORE_MS) ?? newestFirst.at(-1);
  if (!signing) return { shown: [], over: [], makeNew: true };
  const signsSinceMs = signing.createdAtMs + SHOWN_BEFORE_MS;
  const isOver = (key: Key) => key.createdAtMs < signing.createdAtMs && nowMs - signsSinceMs >= SHOWN_AFTER_MS;
  return {
    shown: [signing, ...newestFirst.filter((key) => key !== signing && !isOver(key))],
    over: newestFirst.filter(isOver),
    makeNew: nowMs - (newestFirst[0]?.createdAtMs ?? 0) >= ROTATE_AFTER_MS,
  };
}
