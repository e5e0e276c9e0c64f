import type { NewObservation, StoredRow } from './observation.js';
import { isNobodysWord } from './moving/left-behind.js';
import { sameNumber, sameValue, saysNoValue } from './same-value.js';
import { sameWords } from './same-words.js';
import type { Keyed } from './store-observations.js';

/** What a version of a reading says. */
export type Said = Pick<
  StoredRow,
  'version' | 'valueText' | 'originalText' | 'status' | 'issuedMs' | 'skeleton' | 'remainder'
>;

/** What is known of the versions that what stands has replaced. */
export interface Before {
  /** Those that might say the same; may be left empty to ask whether they matter. */
  readonly versions: readonly Said[];
  /** When the last of all of them was issued; null where none says so, or nobody needs it. */
  readonly lastIssuedMs: number | null;
}
export const NOTHING_BEFORE: Before = { versions: [], lastIssuedMs: null };

/** `known`: what stands says the same; `confirmed`: it was said again later, which is noted without a version. */
export type Weighed = 'stands' | 'known' | 'confirmed' | 'next';

/**
 * Is what arrives under a known key news?
 *
 * Where versions say when they were issued, the one issued last stands, in whatever order they come; of one time, the
 * one whose status comes later in a reading's life; and so where one of two does not say when. What repeats an earlier
 * version is none: a phone that sends its old batch again takes no correction back. Only where nothing tells them apart
 * does the one that came last stand.
 */
export function weigh(
  now: Said,
  before: Before,
  { observation: o, device }: Pick<Keyed, 'observation' | 'device'>,
): Weighed {
  if (isNobodysWord(now)) return saysTheSame(now, o, device) ? 'known' : 'next';
  if (o.onlyIfNew) return 'stands';
  if (saysTheSame(now, o, device))
    return now.issuedMs !== null && o.issuedMs !== null && o.issuedMs > now.issuedMs ? 'confirmed' : 'known';
  if (o.isDecided) return 'next';
  if (isEarlierInLife(now, o)) return 'stands';
  const later = comesLater(now, before.lastIssuedMs, o);
  if (later === undefined || later === 0)
    return repeated(before.versions, { observation: o, device }) ? 'stands' : 'next';
  return later > 0 ? 'next' : 'stands';
}

/** The last of these versions that says the same. */
export const repeated = <T extends Said>(
  versions: readonly T[],
  { observation: o, device }: Pick<Keyed, 'observation' | 'device'>,
): T | undefined => versions.findLast((old) => saysTheSame(old, o, device));

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

/**
 * What does not say when it was issued, or comes upon what does not, is known by its status: a preliminary value that
 * comes after the final one is late, and so is the value that was corrected or taken back. Two things it does not tell:
 * in our own words a road has no status to say; and another value than the one that was taken back is a new reading.
 */
function isEarlierInLife(now: Said, o: NewObservation): boolean {
  if (now.issuedMs !== null && o.issuedMs !== null) return false;
  if (lifeOf(o.status) >= lifeOf(now.status)) return false;
  const isTakenBack = lifeOf(now.status) === TAKEN_BACK;
  return (!o.inOwnWords && !isTakenBack) || sameValue(now, o) || (isTakenBack && saysNoValue(now));
}

/**
 * https://hl7.org/fhir/R4/valueset-observation-status.html: preliminary becomes final, final is corrected, and all may be
 * withdrawn. `unknown` comes before all of them.
 */
const lifeOf = (status: string): number => LIFE.get(status) ?? 0;
const CORRECTED = 4;
const TAKEN_BACK = 5;
const LIFE: ReadonlyMap<string, number> = new Map([
  ['registered', 1],
  ['preliminary', 2],
  ['final', 3],
  ['amended', CORRECTED],
  ['corrected', CORRECTED],
  ['cancelled', TAKEN_BACK],
  ['entered-in-error', TAKEN_BACK],
]);

/** Statuses of somebody's word about what was told. */
export const CORRECTIONS: ReadonlySet<string> = new Set(
  [...LIFE].flatMap(([status, life]) => (life === CORRECTED ? [status] : [])),
);

/** A status that says of itself that there was something before. */
export const replaces = (status: string): boolean => lifeOf(status) >= CORRECTED;

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
