import { findMedian } from './median.mjs';

const BEFORE_DAYS = 28;
const AFTER_DAYS = 14;
const LEAST_COUNTED = 21;

/** Can a rise that begins on this day be looked at? 28 learning days before, and steps on 21 of the 43 days. */
export function isLookable(history, day) {
  if (day - BEFORE_DAYS < BEFORE_DAYS || day + AFTER_DAYS >= history.days) return false;
  return around(history.series.steps, day).filter((value) => value !== null).length >= LEAST_COUNTED;
}

/** Days from the first alarm near the rise to its first day: positive = the alarm came first; null = no alarm. */
export function findLeadDays(alarms, rise) {
  const near = alarms.find((alarm) => alarm >= rise - BEFORE_DAYS && alarm <= rise + AFTER_DAYS);
  return near === undefined ? null : rise - near;
}

/** Highest score of the 43 days. */
export function findLoudness(scores, rise) {
  return Math.max(...around(scores, rise).map((score) => score ?? -Infinity));
}

/** Change of the middle of steps from the 28 days before to the 14 days from the first day on, in log units; 0 when one of the two has no day. */
export function findStepChange(steps, rise) {
  const middle = (from, to) => findMedian(steps.slice(from, to).filter((value) => value !== null));
  const change = Math.log(middle(rise, rise + AFTER_DAYS) / middle(rise - BEFORE_DAYS, rise));
  return Number.isNaN(change) ? 0 : change;
}

function around(values, day) {
  return values.slice(day - BEFORE_DAYS, day + AFTER_DAYS + 1);
}

/**
 * Is what is seen at the rises more than chance? Moves all rises of a person together round the days on which a rise
 * could have been looked at, so that their spacing and the alarms stay as they are.
 *
 * @param people [{ rises, lookable }] (indices), with every rise among the lookable days
 * @param measure (person, rise) => number; the statistic is the sum over all rises of all people
 * @returns the seen sum, the mean of the shifted sums and the share of shifts with at least as much
 */
export function compareWithShifts(people, measure, draws = 5000) {
  const values = people.map((person) => person.lookable.map((day) => measure(person, day)));
  const places = people.map((person) => person.rises.map((rise) => person.lookable.indexOf(rise)));
  const sumAt = (shifts) =>
    people.reduce((total, person, p) => {
      const n = person.lookable.length;
      return total + places[p].reduce((sum, place) => sum + values[p][(place + shifts[p]) % n], 0);
    }, 0);
  const seen = sumAt(people.map(() => 0));
  const shifted = drawShifts(people, draws).map(sumAt);
  return {
    seen,
    expected: shifted.reduce((sum, value) => sum + value, 0) / shifted.length,
    p: shifted.filter((value) => value >= seen - 1e-9).length / shifted.length,
  };
}

/** Every shift of a single person, else seeded draws from the shifts of all. */
function drawShifts(people, draws) {
  if (people.length === 1) return people[0].lookable.map((_, shift) => [shift]);
  let state = 20261125;
  const draw = (n) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
  return Array.from({ length: draws }, () => people.map((person) => draw(person.lookable.length)));
}
