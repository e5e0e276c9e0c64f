import { createHash } from 'node:crypto';

/** One act as the table has it. `at`: UTC with microseconds, `2026-11-26T09:30:00.123456Z`. */
export interface AuditRecord {
  readonly clinicId: string;
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly role: string;
  readonly type: string;
  readonly interaction: string;
  readonly patientId: string | null;
  readonly patientIds: readonly string[] | null;
  readonly objectId: string | null;
  readonly outcome: string;
  readonly count: number;
  readonly requestId: string | null;
  readonly address: string | null;
  readonly reason: string | null;
}

/** One link of a clinic's chain: some rows in order, and a hash over them and over all that came before. */
export interface Link {
  readonly clinicId: string;
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  /** ISO-8601, milliseconds, UTC. */
  readonly sealedAt: string;
  readonly ids: readonly number[];
  /** SHA-256 of each row, in the order of `ids`, 32 bytes after one another. */
  readonly digests: Buffer;
  /** Rows in this link and all before it. */
  readonly total: number;
  readonly hash: Buffer;
}

export const DIGEST_BYTES = 32;
/** What the first link builds on. */
export const NOTHING_BEFORE = Buffer.alloc(DIGEST_BYTES);

/** Changing the order or the set of fields needs a new number, and links that say which they were made with. */
const FORM = 1;

/** SHA-256 over the row as one JSON array in a fixed order: the same bytes wherever and whenever it is computed. */
export function digestOf(row: AuditRecord): Buffer {
  const canonical = [
    FORM,
    row.clinicId,
    row.id,
    row.at,
    row.actor,
    row.role,
    row.type,
    row.interaction,
    row.patientId,
    row.patientIds,
    row.objectId,
    row.outcome,
    row.count,
    row.requestId,
    row.address,
    row.reason,
  ];
  return createHash('sha256').update(JSON.stringify(canonical)).digest();
}

/** SHA-256 over the link before and everything this one says. */
export function hashOf(link: Omit<Link, 'hash'>, before: Buffer): Buffer {
  const said = [FORM, link.clinicId, link.seq, link.sealedAt, link.ids, link.digests.toString('hex'), link.total];
  return createHash('sha256').update(before).update(JSON.stringify(said)).digest();
}

/** The link that takes these rows up, in this order. */
export function nextLink(
  head: Pick<Link, 'seq' | 'total' | 'hash'> | undefined,
  rows: readonly AuditRecord[],
  sealedAt: string,
): Link {
  const link = {
    clinicId: rows[0]!.clinicId,
    seq: (head?.seq ?? 0) + 1,
    sealedAt,
    ids: rows.map(({ id }) => id),
    digests: Buffer.concat(rows.map(digestOf)),
    total: (head?.total ?? 0) + rows.length,
  };
  return { ...link, hash: hashOf(link, head?.hash ?? NOTHING_BEFORE) };
}
