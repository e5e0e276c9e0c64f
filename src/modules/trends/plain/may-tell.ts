import { METRICS, type MetricId } from '../../../metrics/index.js';
import type { KnownConcern } from '../../told/index.js';

/** Which alerts speak of a course that may worry. Other courses need nobody's leave. */
const SPEAKERS: Readonly<Record<string, readonly KnownConcern['kind'][]>> = {
  worse: ['deterioration', 'flare'],
  urgent: ['deterioration', 'flare'],
  plateau: ['plateau'],
};

/**
 * May a patient, or somebody who follows them, read of this course of a metric?
 *
 * What may worry is said by an alert, to which the rule of its kind applies (after a look, after some hours, never). So the
 * alerts about this metric decide, without one those about its domain: where their page shows all of them, the numbers say
 * it too. One that waits would be told by them before its time. A metric that only moved along goes with an alert that names
 * it. Where no alert speaks of it, nobody does.
 *
 * @param concerns - of each concern the newest alert
 */
export function mayTell(metric: MetricId, course: string, concerns: readonly KnownConcern[]): boolean {
  const kinds = SPEAKERS[course];
  if (!kinds) return true;
  const speaking = concerns.filter(({ kind }) => kinds.includes(kind));
  const about = speaking.filter((concern) => concern.metric === metric);
  const own = about.length > 0 ? about : speaking.filter(({ domain }) => domain === METRICS[metric].domain);
  if (own.length > 0) return own.every(({ isShown }) => isShown);
  return speaking.some(({ isShown, alsoMoved }) => isShown && alsoMoved.includes(metric));
}
