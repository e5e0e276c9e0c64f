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
  readonly alerts: readonly { readonly id: Uuid; readonly name: string; readonly left: Left }[];
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

/** What one does for oneself, and what is said, stands in the way of no act of the team. */
const PERSONAL: readonly TimelineEntry['kind'][] = ['snoozed', 'unsnoozed', 'woken', 'note', 'answered', 'unanswered'];

/**
 * Taken back, or no more the last thing that became of the alert: the server would refuse (alerts/lifecycle/is-overtaken.ts).
 * What was taken back itself is nothing, nor is its taking back.
 */
function isOver({ id, kind }: TimelineEntry, { timeline }: Timeline): boolean {
  const takenBack = new Set(timeline.flatMap(({ undoes }) => undoes ?? []));
  if (kind === 'snoozed' || takenBack.has(id)) return takenBack.has(id);
  const snoozes = new Set(timeline.flatMap((entry) => (entry.kind === 'snoozed' ? entry.id : [])));
  const isTrace = ({ undoes }: TimelineEntry) => undoes !== null && (undoes > id || snoozes.has(undoes));
  return timeline.some(
    (later) => later.id > id && !takenBack.has(later.id) && !PERSONAL.includes(later.kind) && !isTrace(later),
  );
}

/** What is left to take back once an alert stands so, whoever has done something with it since, and wherever. */
export function stillDone(
  done: readonly Undoable[],
  { id, timeline }: Pick<AlertDetail, 'id' | 'timeline'>,
  me: Uuid,
): Undoable[] {
  const isPast = (left: Left) => {
    const event = eventOf({ timeline }, left, me);
    return event !== undefined && isOver(event, { timeline });
  };
  return done.flatMap((one) => {
    const alerts = one.alerts.filter((alert) => alert.id !== id || !isPast(alert.left));
    if (alerts.length === one.alerts.length) return one;
    return alerts.length > 0 ? { ...one, alerts } : [];
  });
}

/** The newest that is not too late; older ones are forgotten with it. */
export const stillUndoable = (done: readonly Undoable[], now: number): Undoable[] =>
  done.filter((one) => one.until > now);
