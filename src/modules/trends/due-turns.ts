import type { WaitingPatient } from './due.repository.js';

/** Whoever was judged rests this long: what a watch sends every second is added up once for all of it. */
export const REST_MS = 1000;
/** Where many wait, whoever is still receiving waits until nothing has come for this long … */
const QUIET_MS = 500;
/** … but never longer than this. */
const LONGEST_MS = 10_000;
/** So few are no crowd: each is judged as soon as something comes. */
const FEW = 4;

/**
 * Whose turn is it now, in the order in which they wait? Adding up a day that goes on receiving is work for nothing, so it
 * waits a little; a patient of whom nothing was heard lately is judged at once.
 *
 * @param judgedMs - how long ago this node has judged a patient; undefined: not lately
 */
export function findTurns(
  waiting: readonly WaitingPatient[],
  judgedMs: (patientId: string) => number | undefined,
): WaitingPatient[] {
  const rested = waiting.filter(({ patientId }) => (judgedMs(patientId) ?? REST_MS) >= REST_MS);
  if (waiting.length <= FEW) return rested;
  return rested.filter(({ oldestMs, newestMs }) => newestMs >= QUIET_MS || oldestMs >= LONGEST_MS);
}
