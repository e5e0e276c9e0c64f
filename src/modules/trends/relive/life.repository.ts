import { addDays, type MetricId, zoneAt, type ZoneHistory } from '../../../metrics/index.js';
import { type DailyRow, findDailyValues, findFirstDay, findSilences, type Silence } from '../../observations/index.js';
import { findAllSprints, findZones, type PlannedSprint } from '../../patients/index.js';
import { findPastTotals } from '../../selfreport/index.js';
import { windowStart } from '../patient-days.js';

/** What is known of one patient's past, as far as a period of it has to be lived again. */
export interface Life {
  readonly patientId: string;
  readonly zones: ZoneHistory;
  /** Of the whole history. */
  readonly firstDay: string;
  /** Oldest first. */
  readonly rows: readonly DailyRow[];
  readonly silences: readonly Silence[];
  readonly sprints: readonly PlannedSprint[];
  readonly totals: readonly PastTotals[];
}
export type PastTotals = Awaited<ReturnType<typeof findPastTotals>>[number];

/** Null without any value in time. */
export async function findLife(
  patientId: string,
  period: { readonly from: string; readonly to: string },
): Promise<Life | null> {
  const firstDay = await findFirstDay(patientId);
  if (firstDay === null || firstDay > period.to) return null;
  const zones = await findZones(patientId);
  const rows = await findDailyValues(patientId, windowStart(firstDay, period.from), addDays(period.to, 1));
  const reported = new Set<MetricId>(rows.map((row) => row.metric));
  const totals = await findPastTotals({ patientId, zones }, reported);
  const silences = await findSilences(patientId, zoneAt(zones, Date.parse(period.to)));
  return { patientId, zones, firstDay, rows, silences, sprints: await findAllSprints(patientId), totals };
}
