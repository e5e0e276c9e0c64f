import { DEFAULT_BUDGET } from '../../dist/src/detection/index.js';
import { readAt } from './walk.mjs';

const APART_DAYS = 28;
/** Loose enough that every peak we look at has its evidence. */
const LOOSEST_BUDGET = 0.5;

/**
 * The loudest moments of all histories: highest scores, four weeks apart, at most `perPerson` each.
 *
 * @param watched [{ person, history, walks }]
 * @returns [{ person, history, peak, alarm, score, concern }], loudest first; `peak` and `alarm` are day indices:
 *   the day of the highest score, and the first day at which the default budget spoke (null = it did not)
 */
export function findLoudest(watched, { count, perPerson }) {
  const all = watched.flatMap((one) =>
    findPeaks(one.walks.get(DEFAULT_BUDGET).scores)
      .slice(0, perPerson)
      .map((peak) => describe(one, peak)),
  );
  return all.sort((a, b) => b.score - a.score).slice(0, count);
}

/** Days of the highest scores, highest first, at least four weeks apart. */
function findPeaks(scores) {
  const order = scores.map((_, i) => i).filter((i) => scores[i] !== null);
  const peaks = [];
  for (const i of order.sort((a, b) => scores[b] - scores[a])) {
    if (peaks.every((peak) => Math.abs(peak - i) >= APART_DAYS)) peaks.push(i);
  }
  return peaks;
}

function describe({ person, history, walks }, peak) {
  const { scores, alarms } = walks.get(DEFAULT_BUDGET);
  const alarm = alarms.find((day) => day > peak - APART_DAYS && day <= peak) ?? null;
  return { person, history, peak, alarm, score: scores[peak], concern: findConcern(history, peak, alarm) };
}

/** What the clinic would have read: at the alarm, else on the loudest day, else at the loosest budget. */
function findConcern(history, peak, alarm) {
  const looks = [alarm, peak].filter((day) => day !== null).map((day) => [day, DEFAULT_BUDGET]);
  for (const [day, budget] of [...looks, [peak, LOOSEST_BUDGET]]) {
    const worse = readAt(history, day, budget).concerns.filter(({ kind }) => kind === 'deterioration');
    if (worse.length > 0) return worse.sort((a, b) => (a.since < b.since ? 1 : -1))[0];
  }
  return null;
}
