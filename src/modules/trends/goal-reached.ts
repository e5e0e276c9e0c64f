import type { ReachedGoal } from '../../detection/index.js';
import type { MetricId } from '../../metrics/index.js';
import type { Concern, Evidence } from '../alerts/index.js';

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

/** Does the alert rest on a target that was corrected since? Then the goal was never reached: it was never meant. */
export const isOfOtherTarget = (
  evidence: Evidence,
  plan: { readonly id: string; readonly metrics: readonly { readonly metric: MetricId; readonly target: number }[] },
): boolean =>
  evidence.type === 'goal' &&
  evidence.goalId === plan.id &&
  plan.metrics.find(({ metric }) => metric === evidence.metric)?.target !== evidence.target;
