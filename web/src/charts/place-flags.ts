/** About as wide as "changed 10 Nov" and "10 Nov" are, and the flag beside them. */
const WIDTH = { worded: 92, date: 46, flag: 10 };

/** `worded`: it also says what the rules are. */
export type FlagPlace = { readonly side: 'before' | 'after'; readonly worded: boolean } | 'hidden';

const WORDED = [
  { side: 'before', worded: true },
  { side: 'after', worded: true },
] as const;
const BARE = [
  { side: 'before', worded: false },
  { side: 'after', worded: false },
] as const;

/**
 * On which side of its rule does each date stand, so that none lies on another? Before the rule where there is room, else
 * after it, else nowhere: the rule itself stays. The first date has a word before it; without room for both it stands
 * alone.
 *
 * @param xs - places of the rules in px, from left to right
 */
export function placeFlags(xs: readonly number[]): FlagPlace[] {
  let taken = 0;
  let isFirst = true;
  return xs.map((x, i) => {
    const next = xs[i + 1] ?? Infinity;
    const widthOf = (worded: boolean) => (worded ? WIDTH.worded : WIDTH.date);
    const hasRoom = ({ side, worded }: Exclude<FlagPlace, 'hidden'>) =>
      side === 'before'
        ? x - widthOf(worded) >= taken
        : // The next date may still stand after its own rule.
          x >= taken && x + WIDTH.flag + widthOf(worded) <= next;
    const place = [...(isFirst ? WORDED : []), ...BARE].find(hasRoom) ?? 'hidden';
    if (place !== 'hidden') isFirst = false;
    const isAfter = place !== 'hidden' && place.side === 'after';
    taken = Math.max(taken, x + WIDTH.flag + (isAfter ? widthOf(place.worded) : 0));
    return place;
  });
}
