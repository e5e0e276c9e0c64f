import { dayBounds, daysBetween, type ZoneHistory } from '../../../metrics/index.js';
import { findForDays, isLongToRead } from '../observations.repository.js';
import { findSettled } from '../retention/closed-period.repository.js';
import { findOrder } from '../sources/source-order.repository.js';
import { computeDay } from './compute-day.js';
import { type ChangedDay, replaceDays } from './daily-values.repository.js';
import { replaceHours } from './hourly.repository.js';
import { arrivedLive } from './late-arrival.js';

/** Observations are read a month at a time at most: a day of per-minute heart rate is 1,440 rows. */
const MOST_DAYS_AT_ONCE = 31;
/** A month of a heart rate every second is 2.7 million: it would hold its node for most of a minute, and take 2 GB. */
const MOST_READINGS_AT_ONCE = 100_000;

/**
 * Computes these civil days of one patient anew from the observations behind them. Days that retention has settled stay
 * as they are: their readings are no longer all there.
 *
 * @param most - readings that are read at once, but for a single day
 * @returns which metric of which day is another one now
 */
export async function recomputeDays(
  patientId: string,
  zones: ZoneHistory,
  days: readonly string[],
  monitoredSinceMs: number,
  most = MOST_READINGS_AT_ONCE,
): Promise<ChangedDay[]> {
  const changed: ChangedDay[] = [];
  const facts = { monitoredSinceMs, order: await findOrder(patientId) };
  for (const run of await shortRuns({ patientId, zones, most }, runsOf([...new Set(days)].sort()))) {
    const from = dayBounds(zones, run[0]!).startMs;
    const to = dayBounds(zones, run.at(-1)!).endMs;
    const observations = await findForDays(patientId, from, to);
    const computed = run.map((day) => {
      const bounds = dayBounds(zones, day);
      const touching = observations.filter((o) => o.endMs >= bounds.startMs && o.startMs < bounds.endMs);
      return { day, startMs: bounds.startMs, values: computeDay(touching, bounds, facts) };
    });
    // After the readings: whoever sees that some are gone also sees why.
    const settled = await findSettled(patientId, run[0]!, run.at(-1)!);
    const byMetric = Map.groupBy(observations, ({ metric }) => metric);
    for (const { day, metric } of await replaceDays(patientId, computed, settled)) {
      const { startMs, endMs } = dayBounds(zones, day);
      const behind = (byMetric.get(metric) ?? []).filter((o) => o.endMs >= startMs && o.startMs < endMs);
      changed.push({ day, metric, live: arrivedLive(behind) });
    }
    await replaceHours(patientId, computed, settled);
  }
  return changed;
}

/** Neighbouring days together, in one query. */
function runsOf(days: readonly string[]): string[][] {
  const runs: string[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run && daysBetween(run.at(-1)!, day) <= 3 && daysBetween(run[0]!, day) < MOST_DAYS_AT_ONCE) run.push(day);
    else runs.push([day]);
  }
  return runs;
}

/** Halved until each is read at once; a day is never parted. */
async function shortRuns(
  of: { patientId: string; zones: ZoneHistory; most: number },
  runs: string[][],
): Promise<string[][]> {
  const { patientId, zones, most } = of;
  const short: string[][] = [];
  for (const run of runs) {
    const [from, to] = [dayBounds(zones, run[0]!).startMs, dayBounds(zones, run.at(-1)!).endMs];
    if (run.length === 1 || !(await isLongToRead(patientId, from, to, most))) short.push(run);
    else {
      const middle = run.length >> 1;
      short.push(...(await shortRuns(of, [run.slice(0, middle), run.slice(middle)])));
    }
  }
  return short;
}
