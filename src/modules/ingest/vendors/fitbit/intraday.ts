import type { Collector } from '../collector.js';
import { civilDay, isRecord } from '../common.schema.js';
import { instantOnWall } from '../lived-day.js';
import type { ParseContext } from '../vendor.js';
import { datasetEntrySchema, intradaySchema } from './fitbit.schema.js';

export interface Minute {
  readonly startMs: number;
  readonly endMs: number;
  readonly value: number;
  /** The time as it was written, and for how long it speaks; '#2' for the second pass of an hour that came twice. */
  readonly wall: string;
}

/**
 * Reads a day's minutes. They carry only the time; the day stands in the one entry of the list beside them.
 *
 * When the clocks go back the hour is written twice, one pass after the other: a time that jumps back starts the second
 * pass. Minutes that the clock skipped, also on a journey east, never were: Fitbit fills them with zeros.
 */
export function readDataset(
  value: unknown,
  path: string,
  beside: { days: unknown; daysPath: string },
  context: ParseContext,
  into: Collector,
  take: (path: string, minute: Minute) => void,
): void {
  const read = into.read(intradaySchema, value, path);
  if (!read || read.dataset.length === 0) return;
  const day = findDay(beside.days);
  if (day === undefined) {
    return into.refuse(path, `needs ${beside.daysPath} with exactly one dateTime such as 2026-03-29 beside it`);
  }
  const stepMs = read.datasetInterval * (read.datasetType === 'second' ? 1000 : 60_000);
  let before = '';
  let again = false;
  read.dataset.forEach((entry, i) => {
    const at = `${path}.dataset[${i}]`;
    const minute = into.read(datasetEntrySchema, entry, at);
    if (!minute) return;
    if (minute.time < before) again = true;
    before = minute.time;
    const local = `${day}T${minute.time}`;
    const startMs = instantOnWall(context.zones, local, again);
    const wall = `${local}/${stepMs / 1000}s${again ? '#2' : ''}`;
    if (startMs !== undefined) take(`${at}.value`, { startMs, endMs: startMs + stepMs, value: minute.value, wall });
    else if (minute.value === 0) into.skip('minute that the clock skipped');
    else into.refuse(at, 'time must exist in the zone of the patient on that day');
  });
}

/**
 * Asked for some hours of a day, Fitbit tells what was counted in these where the total of the day stands otherwise. It says
 * no more than the minutes beside it, and in the place of the day's it would take the other hours away. What begins with the
 * day is the day so far, as every answer of today is.
 */
export function isSumOfPart(total: number, beside: unknown): boolean {
  const entries = intradaySchema.safeParse(beside).data?.dataset ?? [];
  const minuteOf = (entry: unknown) => datasetEntrySchema.safeParse(entry).data;
  const first = minuteOf(entries.find((entry) => minuteOf(entry) !== undefined));
  // Most answers begin with the day: of these no other minute is read a second time.
  if (!first || /^[0:]+$/.test(first.time)) return false;
  return entries.reduce<number>((sum, entry) => sum + (minuteOf(entry)?.value ?? 0), 0) === total;
}

function findDay(days: unknown): string | undefined {
  if (!Array.isArray(days) || days.length !== 1 || !isRecord(days[0])) return undefined;
  const day = civilDay.safeParse(days[0]['dateTime']);
  return day.success ? day.data : undefined;
}
