/** About as wide as "changed 10 Nov" and "10 Nov" are, and the flag beside them. */
const WIDTH = { first: 92, other: 46, flag: 10 };

export type FlagPlace = 'before' | 'after' | 'hidden';

/**
 * On which side of its rule does each date stand, so that none lies on another? Before the rule where there is room, else
 * after it, else nowhere: the rule itself stays.
 *
 * @param xs - places of the rules in px, from left to right
 */
export function placeFlags(xs: readonly number[]): FlagPlace[] {
  let taken = 0;
  return xs.map((x, i) => {
    const width = i === 0 ? WIDTH.first : WIDTH.other;
    if (x - width >= taken) {
      taken = x + WIDTH.flag;
      return 'before';
    }
    const end = x + WIDTH.flag + width;
    // The next date may still stand after its own rule.
    if (x >= taken && (i + 1 === xs.length || end <= xs[i + 1]!)) {
      taken = end;
      return 'after';
    }
    taken = Math.max(taken, x + WIDTH.flag);
    return 'hidden';
  });
}
