import { ApiError } from '../../api/api-error.js';
import type { AlertDetail, AlertRow, TimelineEntry, Uuid } from '../../api/types.js';
import type { Act } from './act.js';

/** What each act leaves on the timeline. */
export const LEFT_BY: Record<Act['kind'], TimelineEntry['kind']> = {
  acknowledge: 'acknowledged',
  snooze: 'snoozed',
  unsnooze: 'unsnoozed',
  'hand-off': 'handed-off',
  resolve: 'resolved',
  note: 'note',
  undo: 'undone',
};

/** How an alert stood before an act, by the server's own count. */
export interface Before {
  /** The last event on its timeline; null where only its row was read. */
  readonly eventId: number | null;
  readonly updatedAt: string;
}
export const beforeAct = (row: Pick<AlertRow, 'updatedAt'>, detail?: Pick<AlertDetail, 'timeline'>): Before => ({
  eventId: detail?.timeline.at(-1)?.id ?? null,
  updatedAt: row.updatedAt,
});

/** Did the connection break so that nobody knows what became of it? A refusal of the server is an answer. */
export const isAnswerLost = (error: unknown): boolean =>
  error instanceof ApiError && (error.offline || error.status === 502 || error.status === 504);

/** Was my act done whose answer was lost? It was when it left its mark since. */
export const wasDone = (
  { kind }: Pick<Act, 'kind'>,
  before: Before,
  { timeline }: Pick<AlertDetail, 'timeline'>,
  me: Uuid,
): boolean =>
  timeline.some(
    (entry) =>
      entry.kind === LEFT_BY[kind] &&
      entry.byPersonId === me &&
      (before.eventId === null ? entry.at > before.updatedAt : entry.id > before.eventId),
  );
