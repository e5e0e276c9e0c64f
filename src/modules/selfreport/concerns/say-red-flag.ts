import type { RedFlagItem } from '../../../instruments/index.js';
import type { Concern, FlagAnswer } from '../../alerts/index.js';
import { stands } from './follow-answers.js';

const SELF_HARM = { once: 'redFlag.selfHarm', again: 'redFlag.selfHarmAgain' } as const;
const SENTENCES = { 'self-harm': SELF_HARM } as const;

/**
 * Which answer does the sentence speak of? The newest that calls somebody and says what it says; else the newest that nobody
 * can read; else the newest.
 *
 * @param answers - the oldest first, at least one
 */
export function findLead(answers: readonly FlagAnswer[], atLeast: number): FlagAnswer {
  const standing = answers.filter((one) => stands(one, atLeast));
  return standing.findLast(({ answer }) => answer !== null) ?? standing.at(-1) ?? answers.at(-1)!;
}

/** @param dayOf - the patient's day of an instant */
export function sayRedFlag(
  { flag, item, atLeast }: RedFlagItem,
  answers: readonly FlagAnswer[],
  dayOf: (instant: string) => string,
): Concern['sentence'] {
  const lead = findLead(answers, atLeast);
  const since = dayOf(lead.answeredAt);
  const { answer, change } = lead;
  if (!stands(lead, atLeast) && change) {
    const { how, was, at, by } = change;
    return {
      key: 'redFlag.changed',
      facts: { item, how, answer: was, since, changedOn: dayOf(at), by: by ?? 'nobody' },
    };
  }
  if (answer === null) return { key: 'redFlag.unreadable', facts: { item, since } };
  const times = answers.filter((one) => stands(one, atLeast)).length;
  const { once, again } = SENTENCES[flag];
  if (times < 2) return { key: once, facts: { answer, since } };
  return { key: again, facts: { answer, since, answers: times, first: dayOf(answers[0]!.answeredAt) } };
}
