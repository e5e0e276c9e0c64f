import { type EmptiedSpan, lockWallClock, readId, wasRemoved } from '../../observations/index.js';
import { findRecordIds } from '../../patients/index.js';
import { findNamesBetween, forgetTold } from './told-readings.repository.js';

const DAY_MS = 86_400_000;
/** A corrected zone may move what was told this near to the edge out of the span: who sends it again must find that it was known. */
const EDGE_MS = 2 * DAY_MS;
/** What is looked at in one transaction, which nobody who sends for this patient may wait for long. */
const AT_ONCE_MS = 2 * DAY_MS;

/** Names of readings that retention has removed: what was told of them is refused, so that nothing asks for these any more. */
export async function forgetRemoved(
  span: EmptiedSpan,
  inTransaction: (run: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const last = span.toMs - EDGE_MS;
  for (let fromMs = span.fromMs + EDGE_MS; fromMs < last; fromMs += AT_ONCE_MS)
    await inTransaction(() => forgetSome(span, { fromMs, toMs: Math.min(fromMs + AT_ONCE_MS, last) }));
}

async function forgetSome(span: EmptiedSpan, between: { fromMs: number; toMs: number }): Promise<void> {
  await lockWallClock(span.patientId);
  const records = await findRecordIds(span.patientId);
  const series = new Set(span.seriesIds);
  const gone = (await findNamesBetween(records, between)).filter(({ from }) => {
    const key = readId(from);
    return key !== undefined && series.has(key.seriesId) && wasRemoved(span, key);
  });
  await forgetTold(records, gone);
}
