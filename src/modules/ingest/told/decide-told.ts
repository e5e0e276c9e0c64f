/** What is known of something that was told before. */
export interface Known {
  readonly observationId: string;
  /** When the vendor last revised it; null where it never said. */
  readonly revisedMs: number | null;
}

/**
 * Which of a payload's readings are taken: not an older revision of what is known, not what comes once more further down,
 * unless that is older, and not what somebody has called an error under its former time. Without a revision the last word
 * counts.
 *
 * @param of.keys - what each is known by; null for one that only its instants name
 * @param of.errors - observations that were called an error, among those whose reading comes with another period
 * @returns places of those to store, in their order
 */
export function decideTold(
  readings: readonly { readonly revisedMs: number | null }[],
  of: {
    readonly keys: readonly (string | null)[];
    readonly known: ReadonlyMap<string, Known>;
    readonly errors: ReadonlySet<string>;
  },
): number[] {
  const newest = new Map<string, number>();
  of.keys.forEach((key, i) => {
    const before = key === null ? undefined : newest.get(key);
    const isOlder = before !== undefined && isBefore(readings[i]!.revisedMs, readings[before]!.revisedMs);
    if (key !== null && !isOlder) newest.set(key, i);
  });
  return readings.flatMap(({ revisedMs }, i) => {
    const key = of.keys[i] ?? null;
    if (key === null) return [i];
    const was = of.known.get(key);
    if (newest.get(key) !== i) return [];
    return was && (isBefore(revisedMs, was.revisedMs) || of.errors.has(was.observationId)) ? [] : [i];
  });
}

const isBefore = (a: number | null, b: number | null) => a !== null && b !== null && a < b;
