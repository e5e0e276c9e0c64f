import { learnThreshold, type AlarmBudget, type AlarmCurve } from '../../detection/index.js';
import type { Lesson } from './alarm-budget.repository.js';

/** Budgets a person chooses from; the page says them as "one in fifty, twenty, ten, five, two patients a month". */
const CHOICES: readonly AlarmBudget[] = [0.02, 0.05, 0.1, 0.2, 0.5];

/** What each choice, and the budget of today, would have brought in the clinic's own days. */
export function lookBack({ firstDay, lastDay, patients, curve }: Lesson, today: AlarmBudget) {
  if (patients === 0) return null;
  const budgets = [...new Set([...CHOICES, today])].sort((a, b) => a - b);
  return {
    from: firstDay,
    to: lastDay,
    patients,
    patientMonths: curve.patientMonths,
    budgets: budgets.map((budget) => {
      const threshold = learnThreshold(curve, budget);
      return { budgetPerPatientMonth: budget, threshold, ...findNearest(curve, threshold) };
    }),
  };
}

/** Counts at the point of the grid that lies nearest: whole notifications that would really have come. */
function findNearest({ points }: AlarmCurve, threshold: number) {
  const distance = (at: number) => Math.abs(at - threshold);
  const { opened, real } = points.reduce((a, b) => (distance(b.threshold) < distance(a.threshold) ? b : a));
  return { notifications: opened, real };
}
