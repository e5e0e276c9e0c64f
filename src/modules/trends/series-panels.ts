import { addDays, daysBetween, METRICS, type MetricId } from '../../metrics/index.js';
import type { MetricTrend } from '../../detection/index.js';
import type { DailyRow } from '../observations/index.js';
import type { SprintView } from '../patients/index.js';
import { type DayState, isRecalled, isUnfinished, stateWithoutRow, type SyncDays } from './patient-days.js';

const ORDER: readonly MetricId[] = [
  'steps',
  'sleepDuration',
  'painIntensity',
  'pegScore',
  'restingHeartRate',
  'walkingMinutes',
  'painInterference',
  'sleepQuality',
  'mood',
  'bpiInterference',
  'promisPainInterference',
  'promisPhysicalFunction',
  'odiScore',
  'promisSleepDisturbance',
  'isiScore',
  'phq9Score',
  'gad7Score',
  'pcsScore',
  'pseqScore',
];
const MIDDLE_DAYS = 7;
/** A middle of fewer days would be a day, not a middle. */
const LEAST_DAYS = 3;

interface PanelDay {
  readonly value: number | null;
  readonly state: DayState;
  readonly wearMinutes: number | null;
  readonly wornFrom: DailyRow['wornFrom'];
  readonly coverage: number | null;
  readonly late: boolean;
}

/** One panel per metric that has data, in the order people read them, all on the same days. */
export function toPanels(input: {
  rows: readonly DailyRow[];
  /** The day of the first value ever, of each metric. */
  firstDays: ReadonlyMap<MetricId, string>;
  days: readonly string[];
  today: string;
  sync: SyncDays;
  trends: Partial<Record<MetricId, MetricTrend>>;
  sprint: SprintView | null;
}) {
  const present = new Set(input.rows.map((row) => row.metric));
  return ORDER.filter((metric) => present.has(metric)).map((metric) => {
    const trend = input.trends[metric];
    const days = toPanelDays(metric, trend, input);
    const { unit, unitDisplay, better, selfReported, min, max, change } = METRICS[metric];
    return {
      metric,
      unit,
      unitDisplay,
      better,
      range: selfReported ? ([min, max] as [number, number]) : null,
      days,
      middle: runningMiddle(days),
      usual: trend?.usual ?? null,
      change: trend?.change
        ? {
            on: trend.change.on,
            interval: trend.change.interval,
            level: trend.change.level,
            percent: trend.change.percent,
            course: trend.course,
          }
        : null,
      meaningful: { absolute: change.absolute ?? null, relative: change.relative ?? null },
      target: input.sprint?.metrics.find((m) => m.metric === metric)?.target ?? null,
      course: trend?.course ?? 'none',
      sentence: trend?.sentence ?? null,
      patientSentence: trend?.patientSentence ?? null,
    };
  });
}

function toPanelDays(
  metric: MetricId,
  trend: MetricTrend | undefined,
  input: Pick<Parameters<typeof toPanels>[0], 'rows' | 'firstDays' | 'days' | 'today' | 'sync'>,
): PanelDay[] {
  // Before it nobody knows of a watch that was not worn, or of a question that was not answered.
  const first = input.firstDays.get(metric) ?? '';
  const byDay = new Map(input.rows.filter((row) => row.metric === metric).map((row) => [row.day, row]));
  return input.days.map((day) => {
    const row = byDay.get(day);
    if (!row)
      return {
        value: null,
        state: day < first ? 'notYet' : stateWithoutRow(metric, day, input),
        wearMinutes: null,
        wornFrom: null,
        coverage: null,
        late: false,
      };
    const { value, wearMinutes, wornFrom, coverage, late } = row;
    return { value, state: stateOf(row, trend, input.today), wearMinutes, wornFrom, coverage, late };
  });
}

function stateOf(row: DailyRow, trend: MetricTrend | undefined, today: string): DayState {
  if (isRecalled(row)) return 'late';
  if (isUnfinished(row.metric, row.day, today)) return 'partial';
  if (row.state === 'notWorn') return 'notWorn';
  const usual = trend?.usual;
  const { better, selfReported } = METRICS[row.metric];
  // "Truly low": worn, and twice as far below the middle as the usual range reaches. Answers are not worn.
  const low =
    usual &&
    better === 'up' &&
    !selfReported &&
    row.value !== null &&
    row.value < usual.middle - 2 * (usual.middle - usual.low);
  return low ? 'low' : 'ok';
}

/** Median of the counted days among the last seven; null where too few were counted, so that lines stop at gaps. */
function runningMiddle(days: readonly PanelDay[]): (number | null)[] {
  const counted = days.map((day) => (day.state === 'ok' || day.state === 'low' ? day.value : null));
  return counted.map((_, i) => {
    const week = counted.slice(Math.max(0, i - MIDDLE_DAYS + 1), i + 1).filter((v) => v !== null);
    const recent = counted.slice(Math.max(0, i - 2), i + 1).some((v) => v !== null);
    if (week.length < LEAST_DAYS || !recent) return null;
    week.sort((a, b) => a - b);
    const half = week.length >> 1;
    return week.length % 2 ? week[half]! : (week[half - 1]! + week[half]!) / 2;
  });
}

/** Every day from the first to the last. */
export const daysOf = (from: string, to: string): string[] =>
  Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => addDays(from, i));
