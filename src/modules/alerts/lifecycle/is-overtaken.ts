import type { EventRow } from './alert-events.repository.js';

/** What one person does for themselves stands in nobody's way. */
const PERSONAL: readonly string[] = ['snoozed', 'unsnoozed', 'woken', 'note', 'answered', 'unanswered'];

type Event = Pick<EventRow, 'id' | 'kind' | 'personId' | 'undoes'>;

/**
 * Has something become of the alert since this act, so that it cannot be taken back alone? What was taken back itself has not,
 * and nor has its taking back. Of a snooze: something that the same person did about their own.
 */
export function isOvertaken(act: Event, events: readonly Event[]): boolean {
  const takenBack = new Set(events.flatMap(({ undoes }) => undoes ?? []));
  const standing = events.filter(({ id }) => id > act.id && !takenBack.has(id));
  if (act.kind === 'snoozed') return standing.some((event) => event.personId === act.personId && isOfSnooze(event));
  const kinds = new Map(events.map(({ id, kind }) => [id, kind]));
  const isTrace = ({ undoes }: Event) => undoes !== null && (undoes > act.id || kinds.get(undoes) === 'snoozed');
  return standing.some((event) => !PERSONAL.includes(event.kind) && !isTrace(event));
}

const isOfSnooze = ({ kind }: Event): boolean => kind === 'snoozed' || kind === 'unsnoozed' || kind === 'woken';
