import type { AnswerScore } from '../../../instruments/index.js';
import type { FlagAnswer } from '../../alerts/index.js';

/** What is stored today of an answer that was given at one moment, by however many forms and items. */
export interface StoredAnswer {
  readonly responseId: string;
  readonly answeredMs: number;
  /** When it came here, or was changed. */
  readonly receivedMs: number;
  /** Null: it is there no more, or says that it was an error. */
  readonly score: AnswerScore | null;
  /** Who changed it, by name; null: nobody did, or nobody knows. */
  readonly changedBy: string | null;
}

export const momentOf = ({ answeredMs }: Pick<StoredAnswer, 'answeredMs'>): string =>
  new Date(answeredMs).toISOString();

const readable = (score: AnswerScore | null) => (score === 'unreadable' ? null : score);

/** An answer that nobody was told of yet. */
export const tellAnswer = (one: StoredAnswer): FlagAnswer => ({
  responseId: one.responseId,
  answeredAt: momentOf(one),
  answer: readable(one.score),
  change: null,
  earlier: false,
});

/** An answer that somebody was told of, as it stands now: whoever changed it, whoever was told reads it. */
export function followAnswer(told: FlagAnswer, now: StoredAnswer | undefined): FlagAnswer {
  if (!now) return told;
  const was = told.change ? told.change.was : told.answer;
  const isWithdrawn = now.score === null;
  const answer = isWithdrawn ? was : readable(now.score);
  const how = isWithdrawn ? 'withdrawn' : 'corrected';
  if (!isWithdrawn && answer === was) return { ...told, answer, change: null };
  if (told.change?.how === how && told.answer === answer) return told;
  return { ...told, answer, change: { how, was, at: new Date(now.receivedMs).toISOString(), by: now.changedBy } };
}

/** Does it still call somebody? What nobody can read does. */
export const stands = ({ answer, change }: FlagAnswer, atLeast: number): boolean =>
  change?.how !== 'withdrawn' && (answer === null || answer >= atLeast);
