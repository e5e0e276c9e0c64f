import { civilDayOf, endOfDay, startOfDay } from './civil-time.js';

/** In which IANA zones somebody has lived, oldest first; the first reaches back for ever (`sinceMs` -Infinity). */
export type ZoneHistory = readonly { readonly sinceMs: number; readonly zone: string }[];

/** The zone that held at this instant. */
export function zoneAt(history: ZoneHistory, ms: number): string {
  for (let i = history.length - 1; i >= 0; i--) if (history[i]!.sinceMs <= ms) return history[i]!.zone;
  return history[0]?.zone ?? 'UTC';
}

/** Which civil day was it for this person, 'YYYY-MM-DD'? */
export const civilDayAt = (history: ZoneHistory, ms: number): string => civilDayOf(zoneAt(history, ms), ms);

/** First instant of the person's civil day and first of the next; 23 to 25 hours apart, more or less on a day of travel. */
export function dayBounds(history: ZoneHistory, day: string): { startMs: number; endMs: number } {
  const noon = Date.parse(`${day}T12:00:00Z`);
  const zone = zoneAt(history, noon);
  return { startMs: startOfDay(zone, day), endMs: endOfDay(zone, day) };
}
