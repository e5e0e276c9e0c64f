import { plainDecimal } from '../../metrics/index.js';
import type { Keyed } from './store-observations.js';
import type { Stored } from './observation.js';
import { type Before, repeated, type Said, weigh } from './weigh-news.js';
import type { Taken } from './write.repository.js';

/** What becomes of the rows of one natural key when they meet what is stored under it. */
export interface Met {
  /** One a row, in their order. */
  readonly answers: readonly Stored[];
  /** Versions that are no longer the newest. */
  readonly outdated: readonly Taken[];
  /** What is to be written, as which version; undefined when nothing is new. */
  readonly newest: { readonly row: Keyed; readonly version: number } | undefined;
}

/**
 * What stands, or the next version of it. One after another, in the sender's order.
 *
 * @param before - of the versions that what stands has replaced
 */
export function meetStored(there: Taken, rows: readonly Keyed[], receivedMs: number, before: Before): Met {
  const answers: Stored[] = [];
  const outdated: Taken[] = [];
  const versions: Said[] = [...before.versions];
  let { lastIssuedMs } = before;
  let now = there;
  let newest: Met['newest'];
  for (const row of rows) {
    const became = weigh(now, { versions, lastIssuedMs }, row);
    if (became === 'next') {
      outdated.push(now);
      versions.push(now);
      lastIssuedMs = now.issuedMs === null ? lastIssuedMs : Math.max(now.issuedMs, lastIssuedMs ?? now.issuedMs);
      now = asTaken(row, { id: now.id, ownId: now.ownId, version: now.version + 1, receivedMs });
      newest = { row, version: now.version };
    } else if (became === 'confirmed') {
      now = { ...now, issuedMs: row.observation.issuedMs };
      newest = { row: asKeyed(now, row), version: now.version };
    }
    const { id, version } = now;
    const outcome = became === 'next' ? 'updated' : 'unchanged';
    const answer: Stored = { id, version, outcome, receivedMs: now.receivedMs };
    answers.push(became === 'stands' ? { ...answer, says: repeated(versions, row)?.version ?? null } : answer);
  }
  return { answers, outdated, newest };
}

/** What stands, to be written again. */
function asKeyed({ valueText, originalText, status, issuedMs, identifier, ...said }: Taken, row: Keyed): Keyed {
  const { skeleton, remainder, skeletonId } = said;
  const content = { valueText, originalText, status, issuedMs, identifier, skeleton, remainder };
  return { ...row, skeletonId, observation: { ...row.observation, ...content } };
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
