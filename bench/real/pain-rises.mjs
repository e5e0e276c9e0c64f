const AFTER_DAYS = 14;
const BEFORE_DAYS = 56;
const LEAST_DIARY = { after: 10, before: 28 };
/** A rise that is told again within four weeks is the same one. */
const APART_DAYS = 28;

/**
 * First days of sustained rises of reported pain (docs/reports/real-series.md fixes the definition).
 *
 * @param pain one value a day (0 to 10) or null
 * @param leastPoints least rise of the 14-day mean over the mean of the 56 days before, besides one standard deviation
 * @returns indices of first days
 */
export function findPainRises(pain, leastPoints) {
  const rises = [];
  for (let day = BEFORE_DAYS; day + AFTER_DAYS <= pain.length; day++) {
    if (rises.length > 0 && day - rises.at(-1) < APART_DAYS) continue;
    if (!hasDiary(pain, day)) continue;
    const { before, after } = around(pain, day);
    const usual = mean(before);
    const high = usual + Math.max(leastPoints, deviation(before));
    const highDays = after.filter((value) => value >= high).length;
    if (pain[day] === null || pain[day] < high || mean(after) < high || highDays * 2 < after.length) continue;
    rises.push(day);
  }
  return rises;
}

/** Is there enough diary to see a rise that begins on this day? */
export function hasDiary(pain, day) {
  const { before, after } = around(pain, day);
  return before.length >= LEAST_DIARY.before && after.length >= LEAST_DIARY.after;
}

function around(pain, day) {
  const known = (from, to) => pain.slice(Math.max(0, from), to).filter((value) => value !== null);
  return { before: known(day - BEFORE_DAYS, day), after: known(day, day + AFTER_DAYS) };
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values) {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
