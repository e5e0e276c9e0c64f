import type { AlertDetail, TimelineEntry, Uuid } from '../../api/types.js';

/** Something one has done and may still take back. */
export interface Undoable {
  /** What it says: "June Walker: acknowledged". */
  readonly words: string;
  /** Until when the server allows it, in ms. */
  readonly until: number;
  readonly alerts: readonly { readonly id: Uuid; readonly name: string }[];
}

/** My last act on an alert that the server would let me take back. */
export const lastUndoable = (
  { timeline }: Pick<AlertDetail, 'timeline'>,
  me: Uuid,
): (TimelineEntry & { undoableUntil: string }) | undefined =>
  timeline.findLast(
    (entry): entry is TimelineEntry & { undoableUntil: string } =>
      entry.byPersonId === me && entry.undoableUntil !== null,
  );

/** The newest that is not too late; older ones are forgotten with it. */
export const stillUndoable = (done: readonly Undoable[], now: number): Undoable[] =>
  done.filter((one) => one.until > now);
