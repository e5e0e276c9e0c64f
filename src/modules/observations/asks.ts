import { type Asked, asksForRedFlag, findTotalOf } from '../../instruments/index.js';
import type { NewObservation } from './observation.js';

interface Coded {
  readonly code?: Asked;
}

/**
 * Does it carry an answer that we know of beside its own value: a question that can interrupt, by whatever code, or part of
 * a form? Readings of devices have nothing left over to look into, so they cost one look at two members.
 */
export function asks({
  concept,
  skeleton,
  remainder,
}: Pick<NewObservation, 'concept' | 'skeleton' | 'remainder'>): boolean {
  if (concept.metric === null && asksBySkeleton(skeleton)) return true;
  if (remainder === null || !remainder.includes('"component"')) return false;
  const { component = [] } = JSON.parse(remainder) as { readonly component?: readonly Coded[] };
  return component.some(({ code = {} }) => asksForRedFlag(code) || findTotalOf(code) !== undefined);
}

const known = new Map<string, boolean>();
const MOST_KNOWN = 5000;
/** Read once: many observations share one. What is long is rare, and not kept. */
const LONGEST_KEPT = 8192;

function asksBySkeleton(skeleton: string): boolean {
  let answer = known.get(skeleton);
  if (answer === undefined) {
    answer = asksForRedFlag((JSON.parse(skeleton) as Coded).code ?? {});
    if (known.size >= MOST_KNOWN) known.clear();
    if (skeleton.length <= LONGEST_KEPT) known.set(skeleton, answer);
  }
  return answer;
}
