import { learnThreshold, type AlarmBudget, type AlarmCurve } from '../../detection/index.js';
import type { Lesson } from './alarm-budget.repository.js';

/** Budgets a person chooses from; the page says them as "one in fifty, twenty, ten, five, two patients a month". */
const CHOICES: readonly AlarmBudget[] = [0.02, 0.05, 0.1, 0.2, 0.5];

/** What is offered: the usual choices, and what the clinic has. */
export const listChoices = (today: AlarmBudget): AlarmBudget[] =>
  [...new Set([...CHOICES, today])].sort((a, b) => a - b);

/** A threshold that lies lower by less tells the same alarms, but for one or two. */
const ALIKE = 0.1;

/**
 * What each choice, and the budget of today, would have brought in the clinic's own days.
 *
 * @param strictest - highest threshold in force in these days: what lies below it was never raised, so nobody can have
 *   said whether it was real
 */
export function lookBack({ firstDay, lastDay, patients, curve }: Lesson, today: AlarmBudget, strictest: number) {
  if (patients === 0) return null;
  return {
    from: firstDay,
    to: lastDay,
    patients,
    patientMonths: curve.patientMonths,
    budgets: listChoices(today).map((budget) => {
      const threshold = learnThreshold(curve, budget);
      const { opened, real } = findNearest(curve, threshold);
      const isKnown = threshold > strictest - ALIKE;
      return { budgetPerPatientMonth: budget, threshold, notifications: opened, real: isKnown ? real : null };
    }),
  };
}

/** Counts at the point of the grid that lies nearest: whole notifications that would really have come. */
function findNearest({ points }: AlarmCurve, threshold: number) {
  const distance = (at: number) => Math.abs(at - threshold);
  return points.reduce((a, b) => (distance(b.threshold) < distance(a.threshold) ? b : a));
}
