import type { AlertRow } from '../../api/types.js';
import type { Act } from './act.js';

/** What can be done with an alert, each with its key. */
export const VERB_KEYS = {
  acknowledge: 'A',
  snooze: 'S',
  'hand-off': 'H',
  resolve: 'R',
  note: 'M',
  visit: 'V',
} as const;
export type Verb = keyof typeof VERB_KEYS;
export const VERBS = Object.keys(VERB_KEYS) as Verb[];

/**
 * Which of them make sense now: what is resolved can only be written about, what interrupts is not
 * snoozed, and the clinic cannot be visited.
 */
export function possibleVerbs(row: AlertRow): ReadonlySet<Verb> {
  const verbs = new Set<Verb>(['note']);
  if (row.patient) verbs.add('visit');
  if (row.state === 'resolved') return verbs;
  verbs.add('resolve').add('hand-off');
  if (row.tier !== 'now') verbs.add('snooze');
  if (row.state !== 'acknowledged') verbs.add('acknowledge');
  return verbs;
}

/** The form from which an act is done; null: from none. */
export function formOf(kind: Act['kind']): FormVerb | null {
  if (kind === 'unsnooze') return 'snooze';
  return kind === 'acknowledge' || kind === 'undo' ? null : kind;
}

/** Verbs that open a form in the panel; the others are done at once. */
export type FormVerb = 'snooze' | 'hand-off' | 'resolve' | 'note';
export const hasForm = (verb: Verb): verb is FormVerb => verb !== 'acknowledge' && verb !== 'visit';
