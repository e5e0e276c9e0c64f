import type { Concern } from '../../detection/index.js';
import { daysBetween, METRICS, type MetricId } from '../../metrics/index.js';
import type { ChangedDay, DailyRow } from '../observations/index.js';
import type { Held } from './held-metrics.js';
import { isRecalled } from './patient-days.js';

/** An alert may interrupt somebody only when it rests on data of these last days; older news is history. */
const LIVE_DAYS = 3;

type Row = Pick<DailyRow, 'metric' | 'day' | 'value' | 'state' | 'late'>;
interface Known {
  readonly today: string;
  /** Nothing is coming in just now. */
  readonly settled: boolean;
  readonly changed: readonly ChangedDay[];
  /** Metrics whose last word came late. */
  readonly held: Held;
}

/** How long a report of this metric is news when it reaches us late. */
const findLateDays = (metric: MetricId) => Math.max(LIVE_DAYS, 2 * METRICS[metric].everyDays);

/** What came late, and what only changes days long past, waits for the next reading that is on time to speak. */
export const isLiveNews = (changed: readonly ChangedDay[], today: string): boolean =>
  changed.length === 0 ||
  changed.some(
    ({ metric, day, live }) =>
      (live || METRICS[metric].everyDays > 1) && daysBetween(day, today) <= findLateDays(metric),
  );

/**
 * May this concern begin to interrupt somebody today? One of the metrics it rests on must have been measured lately: a pain
 * diary that goes on makes no news of steps that ended weeks ago; and what came late calls nobody. A gap is news when the
 * history has settled, or anything is recent and nothing of long ago is coming in.
 *
 * @param rows - the patient's daily values, oldest first
 */
export function isLive(
  { kind, evidence }: Pick<Concern, 'kind' | 'evidence'>,
  rows: readonly Row[],
  known: Known,
): boolean {
  const latest = rows.at(-1);
  const isNews = isLiveNews(known.changed, known.today);
  if (kind === 'missing-data') {
    const isRecent = ({ day }: { readonly day: string }) => daysBetween(day, known.today) <= LIVE_DAYS;
    // A history on its way has gaps of its own, whatever else was answered today.
    return known.settled || (isNews && known.changed.every(isRecent) && latest !== undefined && isRecent(latest));
  }
  return isNews && isMeasuredLately([evidence.metric, ...evidence.alsoMoved.map((moved) => moved.metric)], rows, known);
}

/** The same for what rests on reports of these metrics alone. */
export const isLiveReport = (metrics: readonly MetricId[], rows: readonly Row[], known: Known): boolean =>
  isLiveNews(known.changed, known.today) && isMeasuredLately(metrics, rows, known);

function isMeasuredLately(metrics: readonly MetricId[], rows: readonly Row[], known: Known): boolean {
  return metrics.some((metric) => {
    if (known.held[metric] !== undefined) return false;
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
