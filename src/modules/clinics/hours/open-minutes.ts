import { addDays, civilDayOf, instantOfLocal, offsetMsAt } from '../../../metrics/index.js';
import { findOpenState, type Holiday, type WeeklyHours } from './open-hours.js';

/** When the doors of a clinic are open: at any of its sites, in its zone. */
export interface OpenHours {
  readonly zone: string;
  /** Empty: nobody has said, and minutes count as they pass. */
  readonly sites: readonly { readonly hours: WeeklyHours; readonly holidays: readonly Holiday[] }[];
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
/** Opening and closing of a year of lunch breaks; beyond that nobody believes a plan. */
const MOST_CHANGES = 3000;

/**
 * The moment by which the doors have been open for so many minutes. None at all: the next moment at which they are open.
 * A clinic that never opens, or has not said when, counts minutes as they pass: waiting for ever is no answer.
 */
export function afterOpenMinutes(hours: OpenHours, fromMs: number, minutes: number): number {
  let atMs = fromMs;
  let leftMs = minutes * MINUTE_MS;
  for (let i = 0; i < MOST_CHANGES; i++) {
    const { isOpen, changesAtMs } = openAt(hours, atMs);
    if (isOpen && (changesAtMs === null || atMs + leftMs < changesAtMs || leftMs === 0)) return atMs + leftMs;
    if (changesAtMs === null) break;
    if (isOpen) leftMs -= changesAtMs - atMs;
    atMs = changesAtMs;
  }
  return fromMs + minutes * MINUTE_MS;
}

/**
 * The moment by which something is due that has so many hours. Whole days are days of the clinic's calendar, also those of 23
 * or 25 hours: they end at the same time of day. What remains runs while the doors are open, and nothing is due behind closed doors: eight hours from Friday evening end when Monday's doors close,
 * and so with Tuesday's opening; five days that end on a weekend end on Monday.
 */
export function dueAfterHours(hours: OpenHours, fromMs: number, count: number): number {
  const minutes = count * 60;
  const days = Math.floor(minutes / DAY_MINUTES);
  return afterOpenMinutes(hours, daysLater(hours.zone, fromMs, days), minutes - days * DAY_MINUTES);
}

/** The same time of day so many days on, by the clocks of a zone. */
function daysLater(zone: string, fromMs: number, days: number): number {
  // Not read back from the wall: in the hour that comes twice that could be an hour earlier.
  if (days === 0) return fromMs;
  const time = new Date(fromMs + offsetMsAt(zone, fromMs)).toISOString().slice(11, 23);
  return instantOfLocal(zone, `${addDays(civilDayOf(zone, fromMs), days)}T${time}`).ms;
}

/** Are the doors open at this moment? Of a clinic that never opens, or has not said when, nobody can say that it is closed. */
export function isOpenAt(hours: OpenHours, atMs: number): boolean {
  const { isOpen, changesAtMs } = openAt(hours, atMs);
  return isOpen || changesAtMs === null;
}

/** Is any site open, and when may that change? */
function openAt({ zone, sites }: OpenHours, atMs: number): { isOpen: boolean; changesAtMs: number | null } {
  const states = sites.map(({ hours, holidays }) => findOpenState(hours, holidays, zone, atMs));
  const changes = states.flatMap(({ changesAtMs }) => changesAtMs ?? []);
  return {
    isOpen: states.some(({ isOpen }) => isOpen),
    changesAtMs: changes.length === 0 ? null : Math.min(...changes),
  };
}
