import { type EmptiedSpan, findSpanNow, lockWallClock, readId, wasRemoved } from '../../observations/index.js';
import { findRecordIds } from '../../patients/index.js';
import { findNamesBetween, forgetTold } from './told-readings.repository.js';

const DAY_MS = 86_400_000;
/** A corrected zone may move what was told this near to the edge out of the span: who sends it again must find that it was known. */
const EDGE_MS = 2 * DAY_MS;
/** What is looked at in one transaction, which nobody who sends for this patient may wait for long. */
const AT_ONCE_MS = 2 * DAY_MS;

/**
 * Names of readings that retention has removed: what was told of them is refused, so that nothing asks for these any more.
 *
 * @returns whether all of it is done; not where a hold was placed, or records were merged meanwhile
 */
export async function forgetRemoved(
  span: EmptiedSpan,
  inTransaction: (run: () => Promise<boolean>) => Promise<boolean>,
): Promise<boolean> {
  const last = span.toMs - EDGE_MS;
  for (let fromMs = span.fromMs + EDGE_MS; fromMs < last; fromMs += AT_ONCE_MS) {
    const between = { fromMs, toMs: Math.min(fromMs + AT_ONCE_MS, last) };
    if (!(await inTransaction(() => forgetSome(span, between)))) return false;
  }
  return true;
}

async function forgetSome(span: EmptiedSpan, between: { fromMs: number; toMs: number }): Promise<boolean> {
  const before = await findSpanNow(span);
  if (!before) return false;
  await lockWallClock(before.recordId);
  // Asked again: it may have been waited for long.
  const now = await findSpanNow(span);
  if (now?.recordId !== before.recordId || now.isHeld) return false;
  const records = await findRecordIds(now.recordId);
  const series = new Set(now.seriesIds);
  const gone = (await findNamesBetween(records, between)).filter(({ from }) => {
    const key = readId(from);
    return key !== undefined && series.has(key.seriesId) && wasRemoved(span, key);
  });
  await forgetTold(records, gone);
  return true;
}
