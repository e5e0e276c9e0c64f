import { dayBounds, type MetricId, withoutNoise } from '../../../metrics/index.js';
import { findMonitoredSince, findZones } from '../../patients/index.js';
import { findCorrected } from '../amend.repository.js';
import { findForDays } from '../observations.repository.js';
import { findSettled } from '../retention/closed-period.repository.js';
import { findOrder } from '../sources/source-order.repository.js';
import { clockFaultOf } from './clock-check.js';
import { computeDay } from './compute-day.js';
import { findDay } from './daily-values.repository.js';
import { findHours } from './hourly.repository.js';
import { labelOf } from './day-sources.js';
import { isLateArrival } from './late-arrival.js';

/** Where one of these is another one now, the day is about to be added up anew. */
const SAID = ['value', 'wearMinutes', 'wornFrom'] as const;

/**
 * Walks a day's number back to the observations behind it: of each, how much of it counts. Added up on the spot, by the
 * same function that made the number; where the two differ the day is about to be added up anew (`pending`). Of a day that
 * retention has settled the number stands, its hours are given in the place of readings, and how much the readings that
 * are left count is not known.
 */
export async function explainDay(patientId: string, metric: MetricId, day: string) {
  const found = await findDay(patientId, metric, day);
  // Days that were added up before may have noise in them.
  const stored = found && { ...found, value: found.value === null ? null : withoutNoise(found.value) };
  const bounds = dayBounds(await findZones(patientId), day);
  const all = await findForDays(patientId, bounds.startMs, bounds.endMs);
  const facts = { monitoredSinceMs: await findMonitoredSince(patientId), order: await findOrder(patientId) };
  const now = computeDay(all, bounds, facts).find((value) => value.metric === metric);
  const kept = await findKept(patientId, metric, day);
  return {
    metric,
    day,
    kept,
    value: stored?.value ?? null,
    state: stored?.state ?? ('notSynced' as const),
    wearMinutes: stored?.wearMinutes ?? null,
    wornFrom: stored?.wornFrom ?? null,
    coverage: stored?.coverage ?? null,
    pending: kept === null && SAID.some((what) => (stored?.[what] ?? null) !== (now?.[what] ?? null)),
    sources: stored?.sources ?? [],
    corrected: await findCorrected(patientId, metric, bounds),
    observations: all
      .filter((o) => o.metric === metric && (o.endMs > bounds.startMs || o.startMs >= bounds.startMs))
      .map((o) => ({
        id: o.id,
        startAt: new Date(o.startMs).toISOString(),
        endAt: new Date(o.endMs).toISOString(),
        value: o.value,
        counted: kept ? null : withoutNoise(now?.counted.get(o.id) ?? 0),
        sourceId: o.sourceId,
        sourceLabel: labelOf(o),
        version: o.version,
        clock: clockFaultOf(o),
        late: isLateArrival(o),
      })),
  };
}

const HOUR_MS = 3_600_000;

/** As what a settled day is kept, and since when; null for a day that has all its readings. */
async function findKept(patientId: string, metric: MetricId, day: string) {
  const period = (await findSettled(patientId, day, day)).find((p) => p.metric === metric);
  if (!period) return null;
  const [found] = await findHours(patientId, metric, day, day);
  return {
    as: period.keptAs,
    since: period.settledAt!,
    hours: (found?.hours ?? []).flatMap((value, i) =>
      value === null ? [] : [{ startAt: new Date(found!.startMs + i * HOUR_MS).toISOString(), value }],
    ),
  };
}
