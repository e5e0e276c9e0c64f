import { addDays, civilDayOf, startOfDay, weekday } from '../../../metrics/index.js';
import { instantOf } from './wall-clock.js';

/** A stretch of one civil day, as a door says it: '08:00' to '17:30'. '24:00' is the midnight that ends the day. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Spans of Monday, Tuesday … Sunday. */
export type WeeklyHours = readonly (readonly Span[])[];

/** A day on which other hours hold than on its weekday; none of them: closed. */
export interface Holiday {
  readonly on: string;
  readonly name: string;
  readonly hours: readonly Span[];
}

export interface OpenState {
  readonly isOpen: boolean;
  /** When it closes, or opens next; null when that is further away than a year. */
  readonly changesAtMs: number | null;
  /** The holiday that today is, if it is one. */
  readonly holiday: string | null;
}

/** Looked at ahead: after a year nobody believes a plan. */
const MOST_DAYS = 370;

/**
 * Is it open at this moment, and until or from when? Hours are wall-clock times of the clinic's zone: on a day of 23 or 25
 * hours the door still opens at eight. An hour that the clock skips begins at the jump; one that it shows twice opens
 * with the first and closes with the second, so that nobody stands before a door that the clock calls open.
 */
export function findOpenState(hours: WeeklyHours, holidays: readonly Holiday[], zone: string, atMs: number): OpenState {
  const today = civilDayOf(zone, atMs);
  const holiday = holidays.find(({ on }) => on === today)?.name ?? null;
  let open: { startMs: number; endMs: number } | undefined;
  for (let i = -1; i < MOST_DAYS; i++) {
    for (const span of spansOn(addDays(today, i), hours, holidays, zone)) {
      if (open && span.startMs <= open.endMs) {
        open = { startMs: open.startMs, endMs: Math.max(open.endMs, span.endMs) };
        continue;
      }
      if (open && open.endMs > atMs) return stateOf(open, atMs, holiday);
      open = span;
    }
    // Once a stretch has ended before the next day began, nothing can lengthen it.
    if (open && open.endMs > atMs && open.endMs < startOfDay(zone, addDays(today, i + 1)))
      return stateOf(open, atMs, holiday);
  }
  if (open && open.startMs <= atMs && open.endMs > atMs) return { isOpen: true, changesAtMs: null, holiday };
  return { isOpen: false, changesAtMs: null, holiday };
}

const stateOf = (span: { startMs: number; endMs: number }, atMs: number, holiday: string | null): OpenState =>
  span.startMs <= atMs
    ? { isOpen: true, changesAtMs: span.endMs, holiday }
    : { isOpen: false, changesAtMs: span.startMs, holiday };

/** The stretches of one civil day as instants, in order. */
function spansOn(day: string, hours: WeeklyHours, holidays: readonly Holiday[], zone: string) {
  const special = holidays.find(({ on }) => on === day);
  const spans = special ? special.hours : (hours[weekday(day)] ?? []);
  return spans
    .map(({ from, to }) => ({
      startMs: instantOf(zone, day, from, 'first'),
      endMs: instantOf(zone, day, to, 'second'),
    }))
    .filter(({ startMs, endMs }) => endMs > startMs)
    .sort((a, b) => a.startMs - b.startMs);
}
