import { addDays } from './civil-days.js';
import type { Readings } from './metric-readings.js';
import type { PatientDays } from './patient-days.js';
import type { PatientTrend, ReachedGoal } from './patient-trend.js';
import { sayGoalReached } from './sentences.js';
import { isHeld, type SprintState } from './sprint-state.js';

/**
 * The goals that have been where they were meant to get for a week: while the sprint lasts by the number the page shows, afterwards as it was
 * on its last day.
 */
export function findReachedGoals(
  { firstDay, days }: PatientDays,
  { readings, sprint, metrics }: { readings: Readings; sprint: SprintState | null; metrics: PatientTrend['metrics'] },
): ReachedGoal[] {
  const last = days - 1;
  if (!sprint) return [];
  const isOver = last > sprint.end;
  return sprint.goals.flatMap((state) => {
    const { goal, reached } = state;
    if (!reached || !isHeld(state, sprint, last)) return [];
    const { metric, baseline, target } = goal;
    const value = isOver ? reached.value : readings.get(metric)?.value;
    if (value == null || (!isOver && metrics[metric]?.sentence?.key !== 'goal.reached')) return [];
    const since = addDays(firstDay, reached.from);
    return [{ metric, value, baseline, target, since, sentence: sayGoalReached(metric, value, target) }];
  });
}
