import { concernKeyOf, type PastItem, type ReplayedItem } from '../../alerts/index.js';
import { daysBetween } from '../../../metrics/index.js';

/** An item on the day that it is about, in the patient's days. */
export type DatedItem = ReplayedItem & { readonly on: string };

/** Further apart than this, two items of one concern are about two things. */
const SAME_DAYS = 14;

export interface Compared {
  readonly pairs: readonly { readonly before: DatedItem; readonly after: DatedItem }[];
  readonly appears: readonly DatedItem[];
  readonly vanishes: readonly DatedItem[];
}

/**
 * Which items are there by both rules? Of one concern those nearest in time are paired first: what is told on the very same
 * day is the same, whatever comes or goes beside it.
 *
 * @param before - oldest first, as `after`
 */
export function compareItems(before: readonly DatedItem[], after: readonly DatedItem[]): Compared {
  const [vanishes, appears] = [new Set(before), new Set(after)];
  const near = before
    .flatMap((one) => after.filter((other) => isSame(one, other)).map((other) => ({ before: one, after: other })))
    .sort((a, b) => apart(a.before, a.after) - apart(b.before, b.after));
  const pairs = near.filter((pair) => {
    if (!vanishes.has(pair.before) || !appears.has(pair.after)) return false;
    vanishes.delete(pair.before);
    return appears.delete(pair.after);
  });
  return { pairs, appears: [...appears], vanishes: [...vanishes] };
}

const isSame = (a: DatedItem, b: DatedItem) =>
  a.event === b.event && concernKeyOf(a.concern) === concernKeyOf(b.concern) && apart(a, b) <= SAME_DAYS;
const apart = (a: DatedItem, b: DatedItem) => Math.abs(daysBetween(a.on, b.on));

const DAY_MS = 86_400_000;
/** An alert may really have been raised this much later than a replay says: a reading came late. */
const LATE_MS = 7 * DAY_MS;

/** The alert that was really raised about the same concern at that time; the nearest one where there were several. */
export function findReal(items: readonly PastItem[], { concern, at }: ReplayedItem): PastItem | undefined {
  const key = concernKeyOf(concern);
  const apartMs = (one: PastItem) => Math.abs(one.raisedAt.getTime() - at.getTime());
  return items
    .filter(
      (one) =>
        one.concernKey === key &&
        one.raisedAt.getTime() <= at.getTime() + LATE_MS &&
        (one.resolvedAt === null || one.resolvedAt.getTime() >= at.getTime() - DAY_MS),
    )
    .sort((a, b) => apartMs(a) - apartMs(b))[0];
}

/** Was this alert raised again by the replay, a day sooner or later at most? */
export const isFoundAgain = (real: PastItem, replayed: readonly ReplayedItem[]): boolean =>
  replayed.some(
    ({ event, concern, at }) =>
      event === 'raised' &&
      concernKeyOf(concern) === real.concernKey &&
      Math.abs(at.getTime() - real.raisedAt.getTime()) <= 1.5 * DAY_MS,
  );
