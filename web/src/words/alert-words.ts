import type { AlertKind, AlertRow, AlertSuppression, Answer, TimelineEntry } from '../api/types.js';
import { COURSE_WORDS } from './labels.js';
import { trySay } from './say.js';

export const KIND_WORDS: Record<AlertKind, string> = {
  'red-flag': 'Red flag',
  deterioration: 'Getting worse',
  plateau: 'Levelled off',
  improvement: 'Improving',
  'goal-reached': 'Goal reached',
  'review-due': 'Sprint review due',
  'missing-data': 'No data',
  'no-progress': 'In contact, nothing new',
  'wear-declining': 'Worn less',
  'prom-threshold': 'Questionnaire over its threshold',
  flare: 'Flare',
  'no-show': 'Did not come to a visit',
  'vendor-outage': 'Vendor delivers nothing',
  'chain-fault': 'Technical fault',
  'message-waiting': 'Message waits for an answer',
};
const EVENT_KIND_WORDS: Record<TimelineEntry['kind'], string> = {
  raised: 'Raised',
  extended: 'More joined it, no second alert',
  worsened: 'Grew worse',
  acknowledged: 'Acknowledged',
  cleared: 'Cleared by the data',
  resolved: 'Resolved',
  note: 'Note',
  'handed-off': 'Handed off',
  snoozed: 'Snoozed',
  unsnoozed: 'Snooze ended',
  woken: 'Woke from its snooze',
  undone: 'Taken back',
  answered: 'The patient answered',
  unanswered: 'The answer was taken back',
};
/** What an entry of the timeline is called: red flags grow no worse, they are answered again or changed. */
export function eventWords({ kind, sentence }: Pick<TimelineEntry, 'kind' | 'sentence'>): string {
  const isFlag = sentence?.key.startsWith('redFlag.') ?? false;
  if (isFlag && kind === 'worsened') return 'Answered so again';
  if (isFlag && kind === 'extended') return 'An answer was changed';
  return EVENT_KIND_WORDS[kind];
}
export const ANSWER_WORDS: Record<Answer, string> = {
  ill: 'I was ill',
  travelling: 'I was travelling',
  'watch-broken': 'My watch was broken',
  other: 'Something else',
};
export const REASON_WORDS: Record<AlertSuppression['reason'], string> = {
  inhibited: 'another alert explains it',
  'already-handled': 'handled already, and no worse since',
  'not-live': 'comes from late data',
  'rule-off': 'the clinic’s rule for it is off',
  'no-consent': 'the patient does not agree to be monitored',
  snoozed: 'snoozed',
};

/** An alert in a sentence. One whose words this page does not know yet is named by its kind, never by a code. */
export const sayAlert = ({ sentence, kind }: Pick<AlertRow, 'sentence' | 'kind'>): string =>
  trySay(sentence, 'clinician') ?? KIND_WORDS[kind];

/** What it says of the person's course; of what says nothing of it, what it is about. */
export const verdictWords = ({ course, kind }: Pick<AlertRow, 'course' | 'kind'>): string =>
  course === 'none' ? KIND_WORDS[kind] : COURSE_WORDS.clinician[course];

/** "Ana Sample, RN" is Ana; a doctor keeps title and family name. */
export function shortName(name: string): string {
  const parts = name.replace(/,.*$/, '').split(' ');
  return /^(Dr|Prof)\.?$/.test(parts[0] ?? '') ? `${parts[0]} ${parts.at(-1)}` : (parts[0] ?? name);
}
