import { newId } from '../../api/new-id.js';
import type { AlertRow, Outcome, Profession, Uuid } from '../../api/types.js';
import type { Filters } from './filters.js';
import type { SnoozeUntil } from './snooze-presets.js';

export type HandTo = { personId: Uuid } | { discipline: Profession };
/** What a person does with one alert. Those of `BulkAct` can be done with many at once. */
export type BulkAct =
  | { kind: 'acknowledge' }
  | { kind: 'snooze'; until: SnoozeUntil }
  | { kind: 'hand-off'; to: HandTo; note?: string }
  | { kind: 'resolve'; outcome: Outcome; note?: string };
export type Act =
  BulkAct | { kind: 'unsnooze' } | { kind: 'note'; note: string } | { kind: 'undo'; eventId: number; version: number };

/** The body of the request, with the version that is on the screen where the act depends on it. */
export function bodyOf(row: Pick<AlertRow, 'version'>, { kind, ...act }: Act): Record<string, unknown> {
  if (kind === 'unsnooze') return {};
  if (kind === 'note') return { id: newId(), ...act };
  return { version: row.version, ...act };
}

/** The row as it will be when the server agrees. */
export function hoped(row: AlertRow, act: Act, me: { id: Uuid; name: string }, now: Date): AlertRow {
  switch (act.kind) {
    case 'acknowledge':
      return { ...row, state: 'acknowledged', owner: { personId: me.id, name: me.name } };
    case 'snooze':
      return { ...row, snooze: { since: now.toISOString(), until: null } };
    case 'unsnooze':
      return { ...row, snooze: null };
    case 'hand-off':
      return {
        ...row,
        state: 'handed-off',
        owner: null,
        discipline: 'discipline' in act.to ? act.to.discipline : null,
      };
    case 'resolve':
      return { ...row, state: 'resolved', outcome: act.outcome };
    default:
      return row;
  }
}

/** Is this row no longer on a list with these filters? What only the server can tell it says when it is asked. */
export function leaves(row: AlertRow, filters: Filters): boolean {
  if (row.state === 'resolved') return true;
  if (filters.snoozed === 'without') return row.snooze !== null;
  return filters.snoozed === 'only' && row.snooze === null;
}
