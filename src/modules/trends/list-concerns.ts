import type { ReachedGoal } from '../../detection/index.js';
import type { MetricId } from '../../metrics/index.js';
import type { Concern } from '../alerts/index.js';
import { toGoalConcern } from './goal-reached.js';
import { mergeTotals } from './merge-totals.js';
import { type EndingSprint, findReview } from './review-due.js';

/**
 * All that is so of a patient on a day, as this producer reports it: what detection found, totals beyond a threshold, goals
 * that are reached, and a sprint that wants a decision.
 *
 * @param isLive - may news of this metric interrupt somebody that day?
 */
export function listConcerns(
  {
    patientId,
    plan,
    today,
  }: { readonly patientId: string; readonly plan: EndingSprint | null; readonly today: string },
  what: {
    readonly found: readonly Concern[];
    readonly totals: readonly Concern[];
    readonly reachedGoals: readonly ReachedGoal[];
  },
  isLive: (metric: MetricId) => boolean,
): Concern[] {
  const goals = plan
    ? what.reachedGoals.map((goal) => toGoalConcern(goal, { patientId, sprintId: plan.id, live: isLive(goal.metric) }))
    : [];
  const review = findReview(patientId, plan, today);
  return [...mergeTotals(what.found, what.totals), ...goals, ...(review ? [review] : [])];
}
