import type { RedFlagItem } from '../../../instruments/index.js';
import type { Concern } from '../../alerts/index.js';

/** How long ago an answer may have been given and still call somebody: a PHQ-9 asks about two weeks. Older ones are history. */
export const HEARD_DAYS = 14;

/** One answer to a question that can interrupt. `score` null: it was not to be read. */
export interface FlagAnswer {
  readonly responseId: string;
  readonly answeredMs: number;
  /** In the patient's days. */
  readonly answeredOn: string;
  readonly score: number | null;
}

const SENTENCES = { 'self-harm': 'redFlag.selfHarm' } as const;

/**
 * Which of these answers must reach somebody at once? Each by itself: who has dealt with one of last week has not heard of
 * today's, and a "not at all" of today takes back nothing. So none of them ever clears by itself. The patient reads nothing
 * of it on a page: somebody calls.
 */
export function findRedFlags(
  patientId: string,
  { flag, instrument, item, atLeast }: RedFlagItem,
  answers: readonly FlagAnswer[],
  nowMs: number,
): Concern[] {
  return answers.flatMap(({ responseId, answeredMs, answeredOn, score }): Concern[] => {
    if (score === null || score < atLeast || nowMs - answeredMs > HEARD_DAYS * 86_400_000) return [];
    return [
      {
        patientId,
        producer: 'self-report',
        kind: 'red-flag',
        domain: 'safety',
        key: `${flag}:${responseId}`,
        severity: 3,
        confidence: null,
        since: answeredOn,
        live: true,
        sentence: { key: SENTENCES[flag], facts: { answer: score, since: answeredOn } },
        patientSentence: null,
        evidence: {
          type: 'red-flag',
          flag,
          instrument,
          responseId,
          item,
          answer: score,
          answeredAt: new Date(answeredMs).toISOString(),
        },
      },
    ];
  });
}
