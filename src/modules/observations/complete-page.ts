import { DomainError } from '../../platform/http/domain-error.js';
import { MOST_ANSWER_BYTES } from './answer-size.js';
import type { PageRow } from './page-columns.js';
import type { RawRow } from './row.js';

/** What of a page may be held at once: the rows to that with which it is more than an answer holds. */
export function heldAtOnce(rows: readonly PageRow[]): readonly PageRow[] {
  let bytes = 0;
  const last = rows.findIndex(({ left_out }) => (bytes += left_out ?? 0) > MOST_ANSWER_BYTES);
  return last < 0 ? rows : rows.slice(0, last + 1);
}

/**
 * Rows with what did not come along.
 *
 * @param fetch - these rows, as they are now
 * @returns as far as they are still what was found: one that has changed since, or gone, may not be what is sought any more,
 *   so whoever gets fewer asks again from there
 */
export async function completePage(
  rows: readonly PageRow[],
  fetch: (leftOut: readonly PageRow[]) => Promise<readonly RawRow[]>,
): Promise<readonly PageRow[]> {
  const leftOut = rows.filter(({ left_out }) => left_out !== null);
  if (leftOut.length === 0) return rows;
  const fetched = new Map((await fetch(leftOut)).map((row) => [keyOf(row), row]));
  const complete: PageRow[] = [];
  for (const row of rows) {
    const whole = row.left_out === null ? row : fetched.get(keyOf(row));
    if (whole?.version !== row.version) break;
    complete.push({ ...whole, patient_id: row.patient_id, left_out: null });
  }
  return complete;
}

const MOST_TRIES = 5;

/**
 * What a search finds, once more where it has changed between being found and being read.
 *
 * @param find - undefined: what it found has changed
 * @throws DomainError TOO_BUSY when it never rests
 */
export async function onceAtRest<T>(find: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const found = await find();
    if (found !== undefined) return found;
  }
  throw new DomainError('TOO_BUSY', 503, 'These observations are changing just now. Try again in a moment.');
}

const keyOf = ({ series_id, start_ms, end_ms }: RawRow) => [series_id, start_ms, end_ms].map(Math.round).join();
