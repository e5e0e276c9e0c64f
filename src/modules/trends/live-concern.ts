import type { Concern } from '../../detection/index.js';
import { daysBetween } from '../../metrics/index.js';
import type { DailyRow } from '../observations/index.js';

/** An alert may interrupt somebody only when it rests on data of these last days; older news is history. */
const LIVE_DAYS = 3;

const isRecent = (day: string | undefined, today: string) => day !== undefined && daysBetween(day, today) <= LIVE_DAYS;

/** What only changes days long past (a backfill, another order of sources) waits for the next live day to speak. */
export const isLiveNews = (changed: readonly { readonly day: string }[], today: string): boolean =>
  changed.length === 0 || changed.some(({ day }) => isRecent(day, today));

/**
 * May this concern begin to interrupt somebody today? What it speaks of must have been measured lately: a pain diary that
 * goes on makes no news of steps that ended weeks ago. A gap is news when the history has settled, or anything is recent.
 *
 * @param rows - the patient's daily values, oldest first
 */
export function isLive(
  concern: Pick<Concern, 'kind' | 'evidence'>,
  rows: readonly Pick<DailyRow, 'metric' | 'day' | 'value' | 'state'>[],
  { today, settled, isNews }: { readonly today: string; readonly settled: boolean; readonly isNews: boolean },
): boolean {
  if (concern.kind === 'missing-data') return settled || (isNews && isRecent(rows.at(-1)?.day, today));
  const { metric } = concern.evidence;
  const last = rows.findLast((row) => row.metric === metric && row.value !== null && row.state === 'ok');
  return isNews && isRecent(last?.day, today);
}
