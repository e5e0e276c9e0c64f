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
 * newest alert about the same concern decides: where their page shows it, the numbers say it too. A metric that only moved
 * along goes with the alert that names it. Where no alert speaks of it, nobody does.
 */
export function mayTell(metric: MetricId, course: string, concerns: readonly KnownConcern[]): boolean {
  const kinds = SPEAKERS[course];
  if (!kinds) return true;
  const speaking = concerns.filter(({ kind }) => kinds.includes(kind));
  const own = speaking.find((concern) => concern.metric === metric || concern.domain === METRICS[metric].domain);
  if (own) return own.isShown;
  return speaking.some(({ isShown, alsoMoved }) => isShown && alsoMoved.includes(metric));
}
