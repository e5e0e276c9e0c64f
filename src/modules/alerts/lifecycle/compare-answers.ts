import { canonicalText } from '../../../platform/json/index.js';
import type { FlagAnswer, RedFlagEvidence } from '../concerns/evidence.schema.js';

/** All answers that a red flag rests on; one that was reported without a list rests on its one answer. */
export const answersOf = ({ answers, responseId, answer, answeredAt }: RedFlagEvidence): readonly FlagAnswer[] =>
  answers ?? [{ responseId: responseId ?? '', answer, answeredAt, change: null, earlier: false }];

/** What cannot be read may be the worst; it is told as more than what was taken back, and less than what is known. */
const UNREAD = 0.5;
const weightOf = (one: FlagAnswer | undefined): number =>
  one === undefined || one.change?.how === 'withdrawn' ? 0 : (one.answer ?? UNREAD);

/**
 * What do the answers of a report say that the alert did not? more: one that was not there, or a worse one. changed: one was
 * taken back, or corrected to something better.
 */
export function compareAnswers(known: RedFlagEvidence, reported: RedFlagEvidence): 'none' | 'changed' | 'more' {
  if (!reported.answers) return 'none';
  const before = new Map(answersOf(known).map((one) => [one.answeredAt, one]));
  const now = reported.answers.filter((one) => !one.earlier);
  if (now.some((one) => weightOf(one) > weightOf(before.get(one.answeredAt)))) return 'more';
  const isChanged = (one: FlagAnswer) =>
    canonicalText(one.change) !== canonicalText(before.get(one.answeredAt)?.change ?? null);
  return reported.answers.some(isChanged) ? 'changed' : 'none';
}
