import { plainDecimal } from '../../metrics/index.js';
import type { Transaction } from '../../platform/database/statement.js';
import { observationsStored } from '../../platform/telemetry/metrics.js';
import type { Interned } from './interning.js';
import type { NewObservation, Stored } from './observation.js';
import { isSpelled, newOwnId, spellId } from './observation-id.js';
import { findTaken, insertNew, lockTaken, replace, type Taken } from './write.repository.js';

/** An observation with the numbers of its parts, ready to be a row. */
export interface Keyed extends Interned {
  readonly observation: NewObservation;
  /** Only where the key cannot be spelled as an id. */
  readonly ownId: string | null;
}

export function toKeyed(observation: NewObservation, { seriesId, skeletonId }: Interned): Keyed {
  const { startMs, endMs } = observation;
  return {
    observation,
    seriesId,
    skeletonId,
    ownId: isSpelled(startMs, endMs) ? null : newOwnId(startMs),
  };
}

/** In key order, so that two transactions never wait for each other in a circle. */
export const inKeyOrder = (rows: readonly Keyed[]): Keyed[] => [...rows].sort(compareKeys);

/** What a row becomes whose natural key nobody has. */
export const asNew = (row: Keyed, receivedMs: number): Stored => ({
  id: idOf(row, row.ownId),
  version: 1,
  outcome: 'created',
  receivedMs,
});

/**
 * Stores rows of one clinic in a transaction that has entered it: a new natural key is a new row, the same value again
 * is the row that is there, another value is its next version.
 *
 * @param nowMs - the transaction's time, at which new rows are received
 * @returns one answer per row, in their order
 */
export async function storeRows(
  tx: Transaction,
  clinicId: string,
  rows: readonly Keyed[],
  nowMs: Promise<number>,
): Promise<Stored[]> {
  const sorted = inKeyOrder(rows);
  const firsts = sorted.filter((row, i) => i === 0 || compareKeys(sorted[i - 1]!, row) !== 0);
  const inserted = await insertNew(tx, clinicId, firsts);
  const taken = inserted === firsts.length ? NONE : await findTaken(tx, clinicId, firsts);
  const isFirst = firsts.length === rows.length ? undefined : new Set(firsts);
  const receivedMs = await nowMs;
  const answers = new Map<Keyed, Stored>();
  // Corrections lock row by row, so these go in key order too; of one key, the sender's order stands.
  for (const row of sorted) {
    const there = taken.get(row);
    const first = isFirst?.has(row) ?? true;
    answers.set(
      row,
      first && !there ? asNew(row, receivedMs) : await meetExisting(tx, clinicId, row, first ? there : undefined),
    );
  }
  return rows.map((row) => answers.get(row)!);
}

const NONE: ReadonlyMap<Keyed, Taken> = new Map();

/** @param seen - the row as it was found, not locked */
async function meetExisting(tx: Transaction, clinicId: string, row: Keyed, seen: Taken | undefined): Promise<Stored> {
  const settled = seen && unchanged(seen, row) ? seen : undefined;
  const old = settled ?? (await lockTaken(tx, clinicId, row));
  const id = idOf(row, old.ownId);
  if (settled || unchanged(old, row))
    return { id, version: old.version, outcome: 'unchanged', receivedMs: old.receivedMs };
  return { id, outcome: 'updated', ...(await replace(tx, clinicId, id, old, row)) };
}

/**
 * A re-sync may carry another issue time or identifier; the reading is the same as long as its value is. Outside the
 * catalogue nobody converts units, so there another unit, code or note is another reading.
 */
function unchanged(old: Taken, { observation: o, skeletonId }: Keyed): boolean {
  if (o.onlyIfNew) return true;
  return (
    sameNumber(old.valueText, o.valueText) &&
    sameNumber(old.originalText, o.originalText) &&
    old.status === o.status &&
    (o.concept.metric !== null || (old.skeletonId === skeletonId && old.remainder === o.remainder)) &&
    (o.valueText !== null || (old.remainder === o.remainder && old.identifier === o.identifier))
  );
}

/** numeric keeps trailing zeros and so do we: 1.5 and 1.50 are two ways of writing, hence two versions. */
const sameNumber = (a: string | null, b: string | null) =>
  a === b || (a !== null && b !== null && plainDecimal(a) === plainDecimal(b));

const idOf = ({ seriesId, observation: { startMs, endMs } }: Keyed, ownId: string | null): string =>
  ownId ?? spellId({ seriesId, startMs, endMs })!;

function compareKeys(a: Keyed, b: Keyed): number {
  const x = a.observation;
  const y = b.observation;
  return a.seriesId - b.seriesId || x.startMs - y.startMs || x.endMs - y.endMs;
}

export function countOutcomes(answers: readonly Stored[]): void {
  const counts = { created: 0, updated: 0, unchanged: 0 };
  for (const { outcome } of answers) counts[outcome]++;
  for (const [outcome, count] of Object.entries(counts)) if (count > 0) observationsStored.inc({ outcome }, count);
}
