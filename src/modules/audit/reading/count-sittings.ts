/** A page asks again by itself, and somebody who reads a record opens its parts: within this time it is one look. */
const SITTING_MINUTES = 10;

/**
 * How often somebody came to look: minutes that follow one another within ten are one time.
 *
 * @param minutes - of each request, in any order, counted from any beginning
 */
export function countSittings(minutes: readonly number[]): number {
  const sorted = [...minutes].sort((a, b) => a - b);
  return sorted.filter((minute, i) => i === 0 || minute - sorted[i - 1]! > SITTING_MINUTES).length;
}
