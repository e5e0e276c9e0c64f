/** Acts that can be taken back, as the timeline calls them. */
export const UNDOABLE = ['acknowledged', 'handed-off', 'resolved', 'snoozed'] as const;
export type Undoable = (typeof UNDOABLE)[number];
export const isUndoable = (kind: string): kind is Undoable => (UNDOABLE as readonly string[]).includes(kind);

export interface UndoFacts {
  /** The act, if the timeline has it. */
  readonly event: { readonly kind: string; readonly personId: string | null; readonly at: Date } | undefined;
  /** Something else has become of the alert since: another act of the team, or news of the data. */
  readonly overtaken: boolean;
  readonly undone: boolean;
  readonly version: number;
  readonly seen: number;
  readonly personId: string | null;
  readonly now: Date;
  readonly withinMinutes: number;
}

export const undoableUntil = (at: Date, withinMinutes: number): Date => new Date(at.getTime() + withinMinutes * 60_000);

/**
 * May this act be taken back? Only by whoever did it, soon after, and before anything else has become of the alert. What
 * is undone already is no conflict.
 */
export function decideUndo(
  facts: UndoFacts,
):
  | { readonly ok: true; readonly change: boolean }
  | { readonly ok: false; readonly code: 'ALERT_NOTHING_TO_UNDO' | 'ALERT_UNDO_TOO_LATE' | 'ALERT_VERSION_CONFLICT' } {
  const { event } = facts;
  if (!event || !isUndoable(event.kind) || event.personId !== facts.personId)
    return { ok: false, code: 'ALERT_NOTHING_TO_UNDO' };
  if (facts.undone) return { ok: true, change: false };
  if (facts.now > undoableUntil(event.at, facts.withinMinutes)) return { ok: false, code: 'ALERT_UNDO_TOO_LATE' };
  if (facts.overtaken || facts.seen !== facts.version) return { ok: false, code: 'ALERT_VERSION_CONFLICT' };
  return { ok: true, change: true };
}
