import { addDays, daysBetween } from '../../metrics/index.js';
import type { Concern } from '../alerts/index.js';

/** So long before the last day the decision is put on the list … */
const AHEAD_DAYS = 3;
/** … and so long after it, unless another sprint has begun: then it has been decided. */
const AFTER_DAYS = 28;
/** A sprint that ended before this was not waited for by anybody: history. */
const LIVE_DAYS = 14;

export interface EndingSprint {
  readonly id: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly weeks: number;
  /** Somebody has ended it: then it has been decided. */
  readonly isEnded: boolean;
}

/**
 * Is it time to decide how to go on after a sprint? Before its end and when it is overdue, in the patient's days.
 *
 * @param sprint - the last one that has begun
 */
export function findReview(patientId: string, sprint: EndingSprint | null, today: string): Concern | null {
  if (!sprint || sprint.isEnded) return null;
  const { id, startsOn, endsOn, weeks } = sprint;
  const left = daysBetween(today, endsOn);
  if (left > AHEAD_DAYS || left < -AFTER_DAYS) return null;
  const sentence = { key: 'sprint.reviewDue', facts: { endsOn, weeks } };
  return {
    patientId,
    producer: 'trends',
    kind: 'review-due',
    domain: 'sprint',
    key: id,
    severity: 1,
    confidence: null,
    since: addDays(endsOn, -AHEAD_DAYS),
    live: left >= -LIVE_DAYS,
    sentence,
    patientSentence: sentence,
    evidence: { type: 'review', sprintId: id, startsOn, endsOn, weeks },
  };
}
