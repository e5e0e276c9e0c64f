import { poissonInterval } from './poisson.mjs';

const DAYS_PER_MONTH = 30.44;
export const BUDGETS = [0.05, 0.1, 0.2];

/**
 * Alarms of one group at one budget, counted twice: `alarms` as the budget is defined (14 quiet days after each), `told`
 * as a clinic is told (a new concern; nothing while it lasts).
 *
 * @param group [{ history, walks }] with one walk per budget
 */
export function countAlarms(group, budget) {
  const months = monthsOf(group);
  const rate = (kind) => {
    const n = group.reduce((sum, { walks }) => sum + walks.get(budget)[kind].length, 0);
    return { n, perMonth: n / months, interval: poissonInterval(n, months) };
  };
  return { months, alarms: rate('alarms'), told: rate('told') };
}

/** Watched time in months of 30.44 days. */
export function monthsOf(group) {
  return group.reduce((sum, { history }) => sum + history.isJudged.filter(Boolean).length, 0) / DAYS_PER_MONTH;
}
