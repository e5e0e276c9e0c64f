import { addDays } from './civil-days.js';
import type { Readings } from './metric-readings.js';
import type { PatientDays } from './patient-days.js';
import type { PatientTrend, ReachedGoal } from './patient-trend.js';
import { sayGoalReached } from './sentences.js';
import type { SprintState } from './sprint-state.js';

/** What was so before the sprint is not its doing: days of a whole week of it have to be there. */
const LEAST_DAYS = 7;

/**
 * The goals that are where they were meant to get: while the sprint lasts by the number the page shows, afterwards as it was
 * on its last day.
 */
export function findReachedGoals(
  { firstDay, days }: PatientDays,
  { readings, sprint, metrics }: { readings: Readings; sprint: SprintState | null; metrics: PatientTrend['metrics'] },
): ReachedGoal[] {
  const last = days - 1;
  if (!sprint || Math.min(last, sprint.end) - sprint.start + 1 < LEAST_DAYS) return [];
  return sprint.goals.flatMap(({ goal: { metric, baseline, target }, reached }) => {
    const isSaid = last <= sprint.end ? metrics[metric]?.sentence?.key === 'goal.reached' : reached !== null;
    const value = last <= sprint.end ? readings.get(metric)?.value : reached?.value;
    if (!isSaid || value == null) return [];
    const since = addDays(firstDay, reached?.from ?? last);
    return [{ metric, value, baseline, target, since, sentence: sayGoalReached(metric, value, target) }];
  });
}
