import { addDays, daysBetween, isOnlyShown, METRICS, type MetricId } from '../../metrics/index.js';
import type { DaySample, PatientDays, SprintPlan } from '../../detection/index.js';
import type { DailyRow } from '../observations/index.js';
import { settleDevices } from './settle-devices.js';

/** A day as charts and detection see it. */
export type DayState = 'ok' | 'low' | 'notYet' | 'notWorn' | 'notSynced' | 'stalled' | 'notAsked' | 'partial' | 'late';

/** How long a history detection looks at. */
export const HISTORY_DAYS = 182;

/**
 * First day of the window: anchored to four-week blocks, so that it stands still for four weeks and moving it does not
 * make yesterday's verdict wobble.
 */
export function windowStart(firstDay: string, today: string): string {
  const anchor = '2001-01-01';
  const wanted = addDays(today, -HISTORY_DAYS);
  const aligned = addDays(anchor, Math.floor(daysBetween(anchor, wanted) / 28) * 28);
  return firstDay > aligned ? firstDay : aligned;
}

/** How far a patient's devices have come, in the patient's days. */
export interface SyncDays {
  /** Day of the newest reading. */
  readonly newest: string | null;
  /** Day on which a device was last heard of, whatever it brought. */
  readonly contact: string | null;
  /** Days of which nothing was heard when they were, and nothing came later. */
  readonly lost: ReadonlySet<string>;
}

/**
 * Why is there no value: was nothing worn, has nothing arrived, or was nobody asked? Where a device was in contact after
 * that day and still brought nothing of it, it is stalled: no forward progress is not the same as no contact. What an outage or a silence took stays
 * "not synced" when it is over: nobody knows whether it was worn.
 */
export function stateOfMissing(
  metric: MetricId,
  day: string,
  { newest, contact, lost }: SyncDays,
): 'notWorn' | 'notSynced' | 'stalled' | 'notAsked' {
  if (METRICS[metric].selfReported) return 'notAsked';
  if (newest !== null && day < newest) return lost.has(day) ? 'notSynced' : 'notWorn';
  return contact !== null && day < contact ? 'stalled' : 'notSynced';
}

/**
 * Why has this day no value, or none yet? Of a watch nobody knows today before it is over: a day that has begun a minute ago
 * is no missing one. That nobody was asked yet is no reproach.
 */
export const stateWithoutRow = (metric: MetricId, day: string, { sync, today }: { sync: SyncDays; today: string }) =>
  day === today && !METRICS[metric].selfReported ? 'partial' : stateOfMissing(metric, day, sync);

/** Today's sums are still growing: shown, but not judged. */
export const isUnfinished = (metric: MetricId, day: string, today: string): boolean =>
  day === today && METRICS[metric].daily === 'sum' && metric !== 'sleepDuration';

/** A diary filled in days later tells what is remembered; a questionnaire was answered on its day, and only travelled long. */
export const isRecalled = ({ metric, late }: Pick<DailyRow, 'metric' | 'late'>): boolean =>
  late && METRICS[metric].everyDays === 1;

/** Daily rows become the series that detection reads: every day present, each gap with its reason. */
export function toPatientDays(input: {
  rows: readonly DailyRow[];
  firstDay: string;
  today: string;
  sync: SyncDays;
  sprint: SprintPlan | null;
}): PatientDays {
  const { rows, firstDay, today } = input;
  const days = daysBetween(firstDay, today) + 1;
  const metrics: Partial<Record<MetricId, DaySample[]>> = {};
  const devices = new Map<MetricId, (string | null)[]>();
  for (const metric of new Set(rows.map((row) => row.metric))) {
    if (isOnlyShown(metric)) continue;
    metrics[metric] = Array.from({ length: days }, (_, i) => ({
      value: null,
      wearMinutes: null,
      state: asDetected(stateWithoutRow(metric, addDays(firstDay, i), input)),
    }));
  }
  for (const row of rows) {
    const i = daysBetween(firstDay, row.day);
    const series = metrics[row.metric];
    if (!series || i < 0 || i >= days) continue;
    const unfinished = isUnfinished(row.metric, row.day, today);
    series[i] = {
      value: row.value,
      wearMinutes: row.wearMinutes,
      state: unfinished || isRecalled(row) ? 'partial' : row.state,
    };
    if (METRICS[row.metric].selfReported) continue;
    if (!devices.has(row.metric)) devices.set(row.metric, new Array<string | null>(days).fill(null));
    devices.get(row.metric)![i] = row.device;
  }
  for (const [metric, heard] of devices)
    for (const [i, device] of settleDevices(heard).entries()) metrics[metric]![i] = { ...metrics[metric]![i]!, device };
  const device = metrics.steps?.map((sample) => sample.device ?? null) ?? new Array<null>(days).fill(null);
  return { firstDay, days, metrics, device, sprint: input.sprint };
}

/** Detection asks whether the day can still arrive, and for that it does not matter why it has not. */
const asDetected = (state: ReturnType<typeof stateWithoutRow>) => (state === 'stalled' ? 'notSynced' : state);
