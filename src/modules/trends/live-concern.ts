import type { Concern } from '../../detection/index.js';
import { daysBetween, METRICS, type MetricId } from '../../metrics/index.js';
import type { ChangedDay, DailyRow } from '../observations/index.js';
import { isRecalled } from './patient-days.js';

/** An alert may interrupt somebody only when it rests on data of these last days; older news is history. */
const LIVE_DAYS = 3;

type Row = Pick<DailyRow, 'metric' | 'day' | 'value' | 'state' | 'late'>;
type Known = { readonly today: string; readonly settled: boolean; readonly changed: readonly ChangedDay[] };

/** How long a report of this metric is news when it reaches us late. */
const findLateDays = (metric: MetricId) => Math.max(LIVE_DAYS, 2 * METRICS[metric].everyDays);

/** What only changes days long past (a backfill, another order of sources) waits for the next live day to speak. */
export const isLiveNews = (changed: readonly ChangedDay[], today: string): boolean =>
  changed.length === 0 || changed.some(({ metric, day }) => daysBetween(day, today) <= findLateDays(metric));

/**
 * May this concern begin to interrupt somebody today? One of the metrics it rests on must have been measured lately: a pain
 * diary that goes on makes no news of steps that ended weeks ago. A gap is news when the history has settled, or anything
 * is recent.
 *
 * @param rows - the patient's daily values, oldest first
 */
export function isLive(
  { kind, evidence }: Pick<Concern, 'kind' | 'evidence'>,
  rows: readonly Row[],
  known: Known,
): boolean {
  const latest = rows.at(-1);
  // What comes in pieces within minutes is one piece of news, in whatever order the pieces come.
  const isNews = !known.settled || isLiveNews(known.changed, known.today);
  if (kind === 'missing-data')
    return known.settled || (isNews && latest !== undefined && daysBetween(latest.day, known.today) <= LIVE_DAYS);
  if (!isNews) return false;
  const metrics = [evidence.metric, ...evidence.alsoMoved.map((moved) => moved.metric)];
  return metrics.some((metric) => {
    const last = rows.findLast(
      (row) => row.metric === metric && row.value !== null && row.state === 'ok' && !isRecalled(row),
    );
    return last !== undefined && isNew(last, known);
  });
}

/**
 * A report is the newest there is until the next one is due. One that reached us late (entered after a visit, sent on by
 * another system, held up by an outage) is heard when it comes, unless the one after it should have come as well.
 */
function isNew({ metric, day, late }: Row, { today, changed }: Known): boolean {
  const age = daysBetween(day, today);
  const { everyDays } = METRICS[metric];
  const cameNow = late && changed.some((c) => c.metric === metric && c.day === day);
  return age <= (cameNow ? findLateDays(metric) : Math.max(LIVE_DAYS, everyDays));
}
