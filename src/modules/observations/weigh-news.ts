import { plainDecimal } from '../../metrics/index.js';
import type { NewObservation, StoredRow } from './observation.js';
import { sameWords } from './same-words.js';
import type { Keyed } from './store-observations.js';

/** What a version of a reading says. */
export type Said = Pick<StoredRow, 'valueText' | 'originalText' | 'status' | 'issuedMs' | 'skeleton' | 'remainder'>;

/** What is known of the versions that what stands has replaced. */
export interface Before {
  /** Those that might say the same; may be left empty to ask whether they matter. */
  readonly versions: readonly Said[];
  /** When the last of all of them was issued; null where none says so, or nobody needs it. */
  readonly lastIssuedMs: number | null;
}
export const NOTHING_BEFORE: Before = { versions: [], lastIssuedMs: null };

/** `confirmed`: what stands was said again later, which is noted without a version. */
export type Weighed = 'stands' | 'confirmed' | 'next';

/**
 * Is what arrives under a known key news?
 *
 * Where versions say when they were issued, the one issued last stands, in whatever order they come; of one time, the
 * one whose status comes later in a reading's life. What repeats an earlier version is none: a phone that sends its old
 * batch again takes no correction back. Only where nothing tells them apart does the one that came last stand.
 */
export function weigh(
  now: Said,
  before: Before,
  { observation: o, device }: Pick<Keyed, 'observation' | 'device'>,
): Weighed {
  if (o.onlyIfNew) return 'stands';
  if (saysTheSame(now, o, device))
    return now.issuedMs !== null && o.issuedMs !== null && o.issuedMs > now.issuedMs ? 'confirmed' : 'stands';
  if (o.isDecided) return 'next';
  const later = comesLater(now, before.lastIssuedMs, o);
  if (later === undefined || later === 0)
    return before.versions.some((old) => saysTheSame(old, o, device)) ? 'stands' : 'next';
  return later > 0 ? 'next' : 'stands';
}

/** Above 0: it was issued after all that is known; below: before it. Undefined where it does not say. */
function comesLater(
  now: Said,
  lastIssuedMs: number | null,
  { issuedMs, status }: Pick<NewObservation, 'issuedMs' | 'status'>,
): number | undefined {
  if (issuedMs === null) return undefined;
  const known = now.issuedMs ?? lastIssuedMs ?? -Infinity;
  return Math.sign(issuedMs - known) || lifeOf(status) - lifeOf(now.status);
}

/** https://hl7.org/fhir/R4/valueset-observation-status.html: preliminary becomes final, final is corrected, and all may be withdrawn. */
const lifeOf = (status: string): number =>
  status === 'entered-in-error' ? 3 : CORRECTING.has(status) ? 2 : status === 'final' ? 1 : 0;
const CORRECTING: ReadonlySet<string> = new Set(['amended', 'corrected']);

/** A status that says of itself that there was something before. */
export const replaces = (status: string): boolean => lifeOf(status) >= 2;

/**
 * The same value, status and words. In our own words a road says no more than value and status; and a re-sync carries
 * another issue time or identifier for the same reading.
 */
function saysTheSame(old: Said, o: NewObservation, device: string | undefined): boolean {
  return (
    sameNumber(old.valueText, o.valueText) &&
    sameNumber(old.originalText, o.originalText) &&
    old.status === o.status &&
    (o.inOwnWords === true || sameWords(old, o, { isMetric: o.concept.metric !== null, device }))
  );
}

/** numeric keeps trailing zeros and so do we: 1.5 and 1.50 are two ways of writing, hence two versions. */
export const sameNumber = (a: string | null, b: string | null): boolean =>
  a === b || (a !== null && b !== null && plainDecimal(a) === plainDecimal(b));
