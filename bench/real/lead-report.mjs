import { daysBetween } from '../../dist/src/metrics/index.js';
import { compareWithShifts, findLeadDays, findLoudness, findStepChange, isLookable } from './lead-time.mjs';
import { hasDiary, findPainRises } from './pain-rises.mjs';
import { BUDGETS } from './rates.mjs';

/** Least rise in points of each definition of docs/reports/real-series.md. */
const DEFINITIONS = [1, 0.5, 0.1];

/**
 * Do alarms of steps and sleep come before reported pain rises, and more often than by chance?
 *
 * @param group [{ person, history, walks }] with the diary withheld from the detector
 * @returns one entry per definition: rises written down, rises that could be looked at, and per budget the leads in days
 */
export function reportLeads(group) {
  return DEFINITIONS.map((leastPoints) => {
    const people = group.map((one) => withRises(one, leastPoints));
    const seen = people.filter(({ rises }) => rises.length > 0);
    const compare = (measure) => (seen.length === 0 ? null : compareWithShifts(seen, measure));
    return {
      leastPoints,
      written: people.reduce((sum, { all }) => sum + all.length, 0),
      rises: seen.flatMap(({ person, history, rises }) => rises.map((day) => `${person.id} ${history.dayAt(day)}`)),
      budgets: BUDGETS.map((budget) => ({ budget, ...reportBudget(seen, budget, compare) })),
      loudness: compare(({ walks }, day) => findLoudness(walks.get(BUDGETS[0]).scores, day)),
      stepChange: compare(({ history }, day) => findStepChange(history.series.steps, day)),
    };
  });
}

function reportBudget(people, budget, compare) {
  const lead = ({ walks }, day) => findLeadDays(walks.get(budget).alarms, day);
  const leads = people.flatMap((one) => one.rises.map((day) => lead(one, day)));
  return { leads, chance: compare((one, day) => Number(lead(one, day) !== null)) };
}

/** The diary may begin before the device and go on after it. */
function withRises({ person, history, walks }, leastPoints) {
  const days = [...person.pain.keys()].sort();
  const first = days[0] < history.first ? days[0] : history.first;
  const offset = daysBetween(first, history.first);
  const pain = Array.from({ length: daysBetween(first, days.at(-1)) + 1 }, () => null);
  for (const [day, value] of person.pain) pain[daysBetween(first, day)] = value;
  const all = findPainRises(pain, leastPoints).map((day) => day - offset);
  const isSeen = (day) => isLookable(history, day) && hasDiary(pain, day + offset);
  const lookable = Array.from({ length: history.days }, (_, day) => day).filter(isSeen);
  return { person, history, walks, all, lookable, rises: all.filter(isSeen) };
}
