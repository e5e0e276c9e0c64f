import { currentClinic, query } from '../../../platform/database/database.js';
import type { SnoozeText } from '../people/snooze.js';
import type { AlertState } from './alert-lifecycle.js';
import { tellFollowers } from './followers.js';

export type EventKind =
  | 'raised'
  | 'extended'
  | 'worsened'
  | 'cleared'
  | 'acknowledged'
  | 'handed-off'
  | 'resolved'
  | 'snoozed'
  | 'unsnoozed'
  | 'woken'
  | 'undone'
  | 'note'
  | 'answered'
  /** They took it back. */
  | 'unanswered';

/** How things stood before an act, for taking it back. */
export interface Before {
  readonly state: AlertState;
  readonly stateSince: string;
  readonly ownerId: string | null;
  readonly discipline: string | null;
}

export interface EventDetail {
  readonly before?: Before;
  /** handed-off */
  readonly to?: { readonly personId: string | null; readonly discipline: string | null };
  /** snoozed: null is until it is worse. */
  readonly until?: string | null;
  /** snoozed: the one that still held, and holds again when this one is taken back. */
  readonly earlierSnooze?: SnoozeText;
  /** resolved: those that it ended, and that hold again when it is taken back. */
  readonly endedSnoozes?: readonly (SnoozeText & { readonly personId: string })[];
  readonly answer?: string;
  readonly by?: 'patient' | 'caregiver';
}

export interface NewEvent {
  readonly alertId: string;
  readonly kind: EventKind;
  readonly personId?: string | null;
  readonly note?: string | null;
  readonly sentence?: unknown;
  readonly detail?: EventDetail;
  readonly undoes?: number;
  /** Made by the client: the same one again adds nothing. */
  readonly clientId?: string;
}

/**
 * Everything that becomes of an alert goes through here, in the transaction that makes it so. What must follow an event
 * without fail (clocks of escalation) is written here too.
 *
 * @returns the event's id; undefined when the client sent it before
 */
export async function recordEvent(event: NewEvent): Promise<number | undefined> {
  const [row] = await query<{ id: string }>(
    `INSERT INTO alert_event (clinic_id, alert_id, kind, person_id, note, sentence, detail, undoes, client_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id`,
    [
      currentClinic(),
      event.alertId,
      event.kind,
      event.personId ?? null,
      event.note ?? null,
      event.sentence ? JSON.stringify(event.sentence) : null,
      event.detail ? JSON.stringify(event.detail) : null,
      event.undoes ?? null,
      event.clientId ?? null,
    ],
  );
  if (!row) return undefined;
  await tellFollowers({ alertId: event.alertId, kind: event.kind });
  return Number(row.id);
}

export interface EventRow {
  readonly id: number;
  readonly at: Date;
  readonly kind: EventKind;
  readonly personId: string | null;
  readonly by: string | null;
  readonly note: string | null;
  readonly sentence: { key: string; facts: Record<string, string | number | boolean | null> } | null;
  readonly detail: EventDetail | null;
  readonly toName: string | null;
  readonly undoes: number | null;
}

/** All that has become of an alert, in order. */
export async function findEvents(alertId: string): Promise<EventRow[]> {
  const rows = await query<Omit<EventRow, 'id' | 'undoes'> & { id: string; undoes: string | null }>(
    `SELECT e.id, e.at, e.kind, e.person_id AS "personId", p.name AS by, e.note, e.sentence, e.detail, e.undoes, t.name AS "toName"
     FROM alert_event e LEFT JOIN person p ON p.id = e.person_id LEFT JOIN person t ON t.id = (e.detail #>> '{to,personId}')::uuid
     WHERE e.alert_id = $1 ORDER BY e.id`,
    [alertId],
  );
  return rows.map((row) => ({ ...row, id: Number(row.id), undoes: row.undoes === null ? null : Number(row.undoes) }));
}
