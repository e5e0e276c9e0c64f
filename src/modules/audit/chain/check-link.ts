import { type AuditRecord, DIGEST_BYTES, digestOf, hashOf, type Link, NOTHING_BEFORE } from './link.js';

export type FaultKind = 'changed' | 'removed' | 'inserted' | 'reordered' | 'cut-off' | 'seal-broken';

/** The first thing that is not as it was sealed. */
export interface Fault {
  readonly kind: FaultKind;
  /** Id of the audit row; null where no row can be named. */
  readonly rowId: number | null;
  /** Number of the link it shows in. */
  readonly seq: number;
  readonly sentence: string;
}

/** Where a check has come to: what the next link must build on. */
export interface Place {
  readonly seq: number;
  readonly total: number;
  readonly hash: Buffer;
}

export const START: Place = { seq: 0, total: 0, hash: NOTHING_BEFORE };

/**
 * Is this link the next one after `before`, and are its rows as they were? Undefined: yes.
 *
 * @param rows - those of the link's ids that are still in the table
 */
export function findFault(link: Link, rows: ReadonlyMap<number, AuditRecord>, before: Place): Fault | undefined {
  const { seq, ids } = link;
  const first = ids[0] ?? null;
  if (seq !== before.seq + 1)
    return fault('removed', first, seq, `link ${before.seq + 1} of the chain is missing, with the rows it held`);
  const unlike = ids.findIndex((id, i) => {
    const row = rows.get(id);
    return row && !digestOf(row).equals(digestAt(link, i));
  });
  const missing = ids.findIndex((id) => !rows.has(id));
  // A row told of twice, or out of turn: nobody but an editor of the chain writes it so.
  const unordered = ids.findIndex((id, i) => i > 0 && id <= ids[i - 1]!);
  if (unordered >= 0)
    return fault('reordered', ids[unordered]!, seq, `row ${ids[unordered]} stands in link ${seq} where it was not`);
  if (unlike >= 0 && (missing < 0 || unlike < missing))
    return fault('changed', ids[unlike]!, seq, `row ${ids[unlike]} is not what was sealed`);
  if (missing >= 0) return fault('removed', ids[missing]!, seq, `row ${ids[missing]} was sealed and is gone`);
  if (link.total !== before.total + ids.length || !hashOf(link, before.hash).equals(link.hash))
    return fault(
      'seal-broken',
      first,
      seq,
      `link ${seq} does not follow from the links before it: it, or one before it, was written anew`,
    );
  return undefined;
}

const digestAt = ({ digests }: Link, i: number) => digests.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES);

function fault(kind: FaultKind, rowId: number | null, seq: number, sentence: string): Fault {
  return { kind, rowId, seq, sentence };
}
