import { findThreshold } from '../../dist/src/detection/index.js';
import { findNotifications } from './notifications.mjs';
import { poissonInterval } from './poisson.mjs';
import { findScoreAlarms } from './scores.mjs';

export const DAYS_PER_MONTH = 30.44;
export const BUDGETS = [0.05, 0.1, 0.2];

/**
 * Alarms of one group at one budget, counted twice: `alarms` as the budget is defined (score at the threshold, 14 quiet
 * days), `told` as a clinic is told (a new concern; nothing while it lasts).
 *
 * @param group [{ history, scores }]
 */
export function countAlarms(group, budget) {
  const threshold = findThreshold(budget);
  const months = monthsOf(group);
  const count = (find) => group.reduce((sum, one) => sum + find(one).length, 0);
  const rate = (n) => ({ n, perMonth: n / months, interval: poissonInterval(n, months) });
  return {
    budget,
    months,
    alarms: rate(count(({ scores }) => findScoreAlarms(scores, threshold))),
    told: rate(count(({ history }) => findNotifications(history, budget))),
  };
}

/** Watched time in months of 30.44 days. */
export function monthsOf(group) {
  return group.reduce((sum, { history }) => sum + history.isJudged.filter(Boolean).length, 0) / DAYS_PER_MONTH;
}
