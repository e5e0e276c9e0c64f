import { plainDecimal } from '../../metrics/index.js';
import { asks } from './asks.js';
import type { Keyed } from './store-observations.js';
import type { Stored } from './observation.js';
import type { Taken } from './write.repository.js';

/** What becomes of the rows of one natural key when they meet what is stored under it. */
export interface Met {
  /** One a row, in their order. */
  readonly answers: readonly Stored[];
  /** Versions that are no longer the newest. */
  readonly outdated: readonly Taken[];
  /** The newest, and the row it comes from; undefined when nothing is new. */
  readonly newest: { readonly row: Keyed; readonly version: number } | undefined;
}

/** The same value again is what is there; another value is the next version. One after another, in the sender's order. */
export function meetStored(there: Taken, rows: readonly Keyed[], receivedMs: number): Met {
  const answers: Stored[] = [];
  const outdated: Taken[] = [];
  let now = there;
  let newest: Met['newest'];
  for (const row of rows) {
    const isNews = !isUnchanged(now, row);
    if (isNews) {
      outdated.push(now);
      now = asTaken(row, { id: now.id, ownId: now.ownId, version: now.version + 1, receivedMs });
      newest = { row, version: now.version };
    }
    const { id, version } = now;
    answers.push({ id, version, outcome: isNews ? 'updated' : 'unchanged', receivedMs: now.receivedMs });
  }
  return { answers, outdated, newest };
}

/** What a row reads like once it is stored. */
export function asTaken(
  { observation: o, skeletonId }: Keyed,
  stored: Pick<Taken, 'id' | 'ownId' | 'version' | 'receivedMs'>,
): Taken {
  return {
    ...stored,
    patientId: o.patientId,
    startMs: o.startMs,
    endMs: o.endMs,
    valueText: o.valueText === null ? null : plainDecimal(o.valueText),
    originalText: o.originalText === null ? null : plainDecimal(o.originalText),
    status: o.status,
    issuedMs: o.issuedMs,
    identifier: o.identifier,
    skeleton: o.skeleton,
    remainder: o.remainder,
    skeletonId,
  };
}

/**
 * A re-sync may carry another issue time or identifier; the reading is the same as long as its value is. Outside the
 * catalogue nobody converts units, so there another unit, code or note is another reading; and a form is its answers.
 */
export function isUnchanged(old: Taken, { observation: o, skeletonId }: Keyed): boolean {
  if (o.onlyIfNew) return true;
  return (
    sameNumber(old.valueText, o.valueText) &&
    sameNumber(old.originalText, o.originalText) &&
    old.status === o.status &&
    ((o.concept.metric !== null && !asks(o)) || (old.skeletonId === skeletonId && old.remainder === o.remainder)) &&
    (o.valueText !== null || (old.remainder === o.remainder && old.identifier === o.identifier))
  );
}

/** numeric keeps trailing zeros and so do we: 1.5 and 1.50 are two ways of writing, hence two versions. */
const sameNumber = (a: string | null, b: string | null) =>
  a === b || (a !== null && b !== null && plainDecimal(a) === plainDecimal(b));
