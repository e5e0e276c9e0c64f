import type { AlertDetail, AlertRow, TimelineEntry, Uuid } from '../../api/types.js';
import type { BulkAct } from './act.js';
import { LEFT_BY } from './lost-answer.js';

type Timeline = Pick<AlertDetail, 'timeline'>;
type UndoableEntry = TimelineEntry & { undoableUntil: string };

/**
 * Which event of its timeline an act is. Where only rows were answered, the first one of its kind since the instant at
 * which the row says that it was done.
 */
export type Left = { readonly eventId: number } | { readonly kind: TimelineEntry['kind']; readonly since: string };

/** Something one has done and may still take back. */
export interface Undoable {
  /** What it says: "June Walker: acknowledged". */
  readonly words: string;
  /** Until when the server allows it, in ms. */
  readonly until: number;
  readonly alerts: readonly {
    readonly id: Uuid;
    readonly name: string;
    readonly left: Left;
    /** The server would refuse, as the alert stands: something else has become of it since. */
    readonly isOver?: boolean;
  }[];
}

/** My last act of a kind on an alert that the server would let me take back. */
export const lastUndoable = (
  { timeline }: Timeline,
  kind: TimelineEntry['kind'],
  me: Uuid,
): UndoableEntry | undefined =>
  timeline.findLast(
    (entry): entry is UndoableEntry => entry.kind === kind && entry.byPersonId === me && entry.undoableUntil !== null,
  );

/** What an act on many has left on one of them, by its row before and after; null: nothing, it stood so already. */
export function leftOn({ kind }: BulkAct, before: AlertRow, after: AlertRow): Left | null {
  const sinceOf = ({ snooze, stateSince }: AlertRow) => (kind === 'snooze' ? snooze?.since : stateSince);
  const since = sinceOf(after);
  return since === undefined || since === sinceOf(before) ? null : { kind: LEFT_BY[kind], since };
}

/** The act itself, whatever one has done with the alert since, here or on another page. */
export const eventOf = ({ timeline }: Timeline, left: Left, me: Uuid): TimelineEntry | undefined =>
  'eventId' in left
    ? timeline.find(({ id }) => id === left.eventId)
    : timeline.find(({ kind, byPersonId, at }) => kind === left.kind && byPersonId === me && at >= left.since);

/**
 * What is left to take back once an alert stands so, whoever has done something with it since, and wherever. The server says
 * what; an act that a later one has overtaken can be taken back again after that one.
 */
export function asItStands(
  done: readonly Undoable[],
  { id, timeline }: Pick<AlertDetail, 'id' | 'timeline'>,
  me: Uuid,
): Undoable[] {
  const isOver = (left: Left) => eventOf({ timeline }, left, me)?.undoableUntil === null;
  return done.map((one) =>
    one.alerts.some((alert) => alert.id === id)
      ? {
          ...one,
          alerts: one.alerts.map((alert) => (alert.id === id ? { ...alert, isOver: isOver(alert.left) } : alert)),
        }
      : one,
  );
}

/** Of what was done, the alerts on which the server would take it back. */
export const standingOf = ({ alerts }: Undoable): Undoable['alerts'] => alerts.filter(({ isOver }) => isOver !== true);

/** The newest that is not too late; older ones are forgotten with it. */
export const stillUndoable = (done: readonly Undoable[], now: number): Undoable[] =>
  done.filter((one) => one.until > now);
