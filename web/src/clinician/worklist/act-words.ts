import { ApiError } from '../../api/api-error.js';
import type { AlertRow, Profession } from '../../api/types.js';
import {
  ANSWER_WORDS,
  chosen,
  clock,
  dayAndClock,
  dayIn,
  PROFESSION_WORDS,
  sayOnPage,
  weekdayDay,
} from '../../words/index.js';
import type { BulkAct } from './act.js';
import type { Faster } from './who-was-faster.js';

/** Whom an alert is about: a patient, or the clinic. */
export const nameOn = ({ patient }: Pick<AlertRow, 'patient'>): string => patient?.name ?? sayOnPage('worklist.clinic');

/** Whom an alert without an owner waits for: whoever is free of the discipline that it was handed to, or anybody. */
export const waitsForWords = (discipline: Profession | null): string =>
  sayOnPage('worklist.noOwner', {
    handed: String(discipline !== null),
    discipline: discipline ? PROFESSION_WORDS[discipline].toLowerCase() : '',
  });

/** What the patient has said to it: worth knowing before it is opened. A newer server's answer is told as one. */
export const answeredWords = (answer: string, words: string | null): string =>
  sayOnPage('worklist.answered', {
    answer: ANSWER_WORDS[answer as keyof typeof ANSWER_WORDS] ?? ANSWER_WORDS.other,
    written: String(words !== null),
    words: words ?? '',
  });

/** What a refusal means to the person who pressed. A conflict is no fault: someone else took it first. */
export function refusalWords(error: unknown, faster: Faster | null, zone: string): string {
  if (!(error instanceof ApiError)) return sayOnPage('worklist.refused.other');
  if (error.offline) return sayOnPage('worklist.refused.offline');
  if (error.code === 'ALERT_UNDO_TOO_LATE' || error.code === 'ALERT_NOTHING_TO_UNDO')
    return sayOnPage('worklist.refused.undo');
  if (error.status !== 409) return error.detail;
  if (!faster) return sayOnPage('worklist.refused.changed');
  return fasterWords(faster, zone);
}

export const fasterWords = ({ by, did, at }: Faster, zone: string): string =>
  sayOnPage('worklist.faster', {
    by: by ?? '',
    did: by === null ? 'news' : chosen(did),
    at: dayIn(at, zone) === dayIn(Date.now(), zone) ? clock(at, zone) : dayAndClock(at, zone),
  });

/** "June Walker: acknowledged." */
export function doneWords(act: BulkAct | { kind: 'undo' }, row: Pick<AlertRow, 'patient'>): string {
  return sayOnPage('worklist.done', { who: nameOn(row), act: chosen(act.kind), ...untilFacts(act) });
}
/** @param mine - of those that are done: how many were one's own before */
export function bulkDoneWords(act: BulkAct, done: number, asked: number, mine = 0): string {
  const counts = { done: done - mine, asked, mine, left: mine > 0 ? asked - done : 0 };
  return sayOnPage('worklist.doneMany', { act: chosen(act.kind), ...counts, ...untilFacts(act) });
}

function untilFacts(act: BulkAct | { kind: 'undo' }): { when: string; until: string } {
  if (act.kind !== 'snooze') return { when: '', until: '' };
  if (act.until.when === 'worse') return { when: 'worse', until: '' };
  return { when: 'day', until: weekdayDay(act.until.on) };
}
