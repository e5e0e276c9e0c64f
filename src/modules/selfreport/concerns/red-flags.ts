import type { RedFlagItem } from '../../../instruments/index.js';
import type { Concern } from '../../alerts/index.js';

/** How long ago an answer may have been given and still call somebody: a PHQ-9 asks about two weeks. Older ones are history. */
const HEARD_MS = 14 * 86_400_000;

/** One answer to a question that can interrupt. `score` null: it was not to be read. */
export interface FlagAnswer {
  readonly responseId: string;
  readonly answeredMs: number;
  /** When it came here. */
  readonly receivedMs: number;
  /** In the patient's days. */
  readonly answeredOn: string;
  readonly score: number | null;
}

const SENTENCES = { 'self-harm': 'redFlag.selfHarm' } as const;

/**
 * Which of these answers must reach somebody at once? Each by itself: who has dealt with one of last week has not heard of
 * today's, and a "not at all" of today takes back nothing. So none of them ever clears by itself. The patient reads nothing
 * of it on a page: somebody calls.
 *
 * One that was given long ago and came only now calls nobody, and is found for as long all the same: that nobody hears of it
 * is to be seen.
 */
export function findRedFlags(
  patientId: string,
  { flag, instrument, item, atLeast }: RedFlagItem,
  answers: readonly FlagAnswer[],
  nowMs: number,
): Concern[] {
  return answers.flatMap(({ responseId, answeredMs, receivedMs, answeredOn, score }): Concern[] => {
    if (score === null || score < atLeast) return [];
    const live = nowMs - answeredMs <= HEARD_MS;
    if (!live && nowMs - receivedMs > HEARD_MS) return [];
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
        live,
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
