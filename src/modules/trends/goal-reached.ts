import type { ReachedGoal } from '../../detection/index.js';
import type { Concern } from '../alerts/index.js';

/** Good news is a finding too, and a reason to agree on the next goal. */
export function toGoalConcern(
  { metric, value, baseline, target, since, sentence }: ReachedGoal,
  { patientId, sprintId, live }: { readonly patientId: string; readonly sprintId: string; readonly live: boolean },
): Concern {
  return {
    patientId,
    producer: 'trends',
    kind: 'goal-reached',
    domain: 'goal',
    key: `${sprintId}:${metric}`,
    severity: 1,
    confidence: null,
    since,
    live,
    sentence: { ...sentence },
    patientSentence: { ...sentence },
    evidence: { type: 'goal', goalId: sprintId, metric, value, baseline, target, reachedOn: since },
  };
}
