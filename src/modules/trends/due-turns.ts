import type { WaitingPatient } from './due.repository.js';

/** Whoever was judged rests this long: what a watch sends every second is added up once for all of it. */
export const REST_MS = 1000;
/** Where many wait, whoever is still receiving waits until nothing has come for this long … */
const QUIET_MS = 500;
/** … but never longer than this. */
const LONGEST_MS = 10_000;
/** So few are no crowd: each is judged as soon as something comes. */
const FEW = 4;
/** Taken before it is looked again who waits: whoever has news meanwhile waits for so many at most. */
const MOST_NEWS = 6;
const MOST_GROWING = 2;

/**
 * Whose turn is it now? First those of whom a day that is over has changed, which may be an alert; then, always some, those
 * whose day only grows: thousands of pushes a minute do that. Each in the order in which they wait.
 *
 * Adding up a day that goes on receiving is work for nothing, so in a crowd it waits a little; a patient of whom nothing
 * was heard lately is judged at once.
 *
 * @param judgedMs - how long ago this node has judged a patient; undefined: not lately
 */
export function findTurns(
  waiting: readonly WaitingPatient[],
  judgedMs: (patientId: string) => number | undefined,
): WaitingPatient[] {
  const turns = (lane: readonly WaitingPatient[]) => {
    const rested = lane.filter(({ patientId }) => (judgedMs(patientId) ?? REST_MS) >= REST_MS);
    if (lane.length <= FEW) return rested;
    return rested.filter(({ oldestMs, newestMs }) => newestMs >= QUIET_MS || oldestMs >= LONGEST_MS);
  };
  const news = turns(waiting.filter((patient) => patient.news));
  const growing = turns(waiting.filter((patient) => !patient.news));
  return [...news.slice(0, MOST_NEWS), ...growing.slice(0, MOST_GROWING)];
}
