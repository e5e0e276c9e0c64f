import type { NewObservation } from './observation.js';
import { sameValue, saysOtherQuantity } from './same-value.js';
import { replaces } from './weigh-news.js';

/** What is wrong with the later of two, in the words of every road. */
export const CONTRADICTION = 'must not be another value of a moment that this message has given already';

/**
 * Places of those in a message that give another value for the same reading as one before them, and nothing says which of
 * the two is meant: neither a status that corrects nor a time of issue. A sender's fault, to be named; taking the last
 * would pass over the others without a word.
 *
 * @param toldApart - what else tells the reading at one place from that at a later one
 */
export function findContradictions(
  message: readonly NewObservation[],
  toldApart: (first: number, then: number) => boolean = () => false,
): number[] {
  if (message.length < 2) return [];
  const heads = new Map<number, number>();
  /** For those few that share a hash: who comes before, the nearest first. */
  const before = new Map<number, number>();
  const wrong: number[] = [];
  message.forEach((o, i) => {
    const hash = hashOf(o);
    const head = heads.get(hash);
    if (head !== undefined) {
      let at: number | undefined = head;
      while (at !== undefined && !isSameKey(message[at]!, o)) at = before.get(at);
      if (at !== undefined && contradicts(message[at]!, o) && !toldApart(at, i)) return void wrong.push(i);
      before.set(i, head);
    }
    heads.set(hash, i);
  });
  return wrong;
}

/** Of a message each part of which stands alone: what does not contradict what came before it. */
export function withoutContradictions(message: readonly NewObservation[]): readonly NewObservation[] {
  const wrong = new Set(findContradictions(message));
  return wrong.size === 0 ? message : message.filter((_, i) => !wrong.has(i));
}

/** Nobody outside knows it: readings that all share a hash would hold everybody else for seconds. */
const LENGTH_WEIGHT = 65 + Math.trunc(Math.random() * 1_000_000);

/** Cheap, because it is asked of every reading: nearly all differ in it. */
const hashOf = ({ patientId, startMs, endMs, concept: { code }, source: { device } }: NewObservation): number =>
  startMs * 64 +
  (endMs - startMs) * LENGTH_WEIGHT +
  (code.length > 0 ? code.charCodeAt(0) + 7 * code.charCodeAt(code.length - 1) : 0) +
  31 * device.length +
  1031 * (patientId.charCodeAt(0) + 131 * patientId.charCodeAt(1) + 17161 * patientId.charCodeAt(2));

const isSameKey = (a: NewObservation, b: NewObservation): boolean =>
  a.startMs === b.startMs &&
  a.endMs === b.endMs &&
  a.concept.code === b.concept.code &&
  a.concept.system === b.concept.system &&
  a.source.device === b.source.device &&
  a.source.system === b.source.system &&
  a.variant === b.variant &&
  a.patientId === b.patientId;

function contradicts(first: NewObservation, then: NewObservation): boolean {
  if (then.onlyIfNew || replaces(then.status) || first.status !== then.status) return false;
  if (first.issuedMs !== null && then.issuedMs !== null && first.issuedMs !== then.issuedMs) return false;
  if (!sameValue(first, then)) return true;
  // A metric of ours was converted, and what has been is the same.
  return then.concept.metric === null && saysOtherQuantity(first, then);
}
