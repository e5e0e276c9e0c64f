import { addDays, METRIC_IDS, METRICS, type MetricId } from '../../../metrics/index.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The least that `STEPWELL_READING_DAYS` may say, less the width of the world's zones: nothing younger is ever closed. */
const NEVER_CLOSED_MS = 398 * DAY_MS;

/** A month of one metric of one patient, of which the readings were removed or are about to be. Days inclusive. */
export interface ClosedPeriod {
  readonly metric: MetricId;
  readonly fromDay: string;
  readonly toDay: string;
  /** Since when the days stand as they are; null: readings are no longer taken, and nothing is removed yet. */
  readonly settledAt: string | null;
  readonly keptAs: 'hours' | 'days';
}

/**
 * Metrics whose months are closed: what devices measure many times a day, and what is judged by it (worn minutes come
 * from heart rates). What people say of themselves is kept for ever, and so are nights.
 */
export const CLOSABLE: readonly MetricId[] = METRIC_IDS.filter(
  (metric) => !METRICS[metric].selfReported && metric !== 'sleepDuration',
);

/**
 * The last day of the last whole month that lies `keepDays` before today. By months, so that a patient's metric has
 * twelve markers a year and not 365.
 */
export function lastDayToClose(today: string, keepDays: number): string {
  const oldest = addDays(today, -keepDays);
  return addDays(`${oldest.slice(0, 7)}-01`, -1);
}

/** First and last day of the month that a day is in. */
export function monthOf(day: string): { from: string; to: string } {
  const from = `${day.slice(0, 7)}-01`;
  const next = `${addDays(from, 31).slice(0, 7)}-01`;
  return { from, to: addDays(next, -1) };
}

export const isSettled = (
  periods: readonly ClosedPeriod[],
  { metric, day }: { readonly metric: MetricId; readonly day: string },
): boolean => periods.some((p) => p.metric === metric && p.fromDay <= day && day <= p.toDay && p.settledAt !== null);

export const isTooYoungToBeClosed = (startMs: number, nowMs: number): boolean => startMs >= nowMs - NEVER_CLOSED_MS;

/** Can a reading that begins then lie in a closed period at all? Says no to what comes in live, without asking anybody. */
export const mayBeClosed = (
  reading: { readonly startMs: number; readonly concept: { readonly metric: string | null } },
  nowMs: number,
): boolean => !isTooYoungToBeClosed(reading.startMs, nowMs) && CLOSABLE.includes(reading.concept.metric as MetricId);
