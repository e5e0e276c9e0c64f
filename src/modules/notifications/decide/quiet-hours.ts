import { addDays, civilDayOf, instantOfLocal } from '../../../metrics/index.js';

/** Wall-clock times, HH:MM; over midnight when `from` is later than `until`. */
export interface QuietHours {
  readonly from: string;
  readonly until: string;
}

/** The minute in which quiet begins is quiet, the one in which it ends is not. */
function isQuiet(hours: QuietHours | null, clock: string): boolean {
  if (hours === null) return false;
  const { from, until } = hours;
  return from <= until ? clock >= from && clock < until : clock >= from || clock < until;
}

/** HH:MM on the wall of a zone. */
function clockOf(zone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(now);
}

/**
 * When the quiet that holds now is over; null: it is not quiet. By the wall of the zone, so a night in which the clocks
 * change is an hour longer or shorter. An end that the clock skips is read as before the jump (02:30 becomes 03:30); of one
 * that it shows twice it is the first that is still to come.
 */
export function quietUntil(hours: QuietHours | null, zone: string, now: Date): Date | null {
  if (hours === null || !isQuiet(hours, clockOf(zone, now))) return null;
  const today = civilDayOf(zone, now.getTime());
  const ends = [today, addDays(today, 1)].flatMap((day) =>
    (['first', 'second'] as const).map((fold) => instantOfLocal(zone, `${day}T${hours.until}`, { fold }).ms),
  );
  return new Date(Math.min(...ends.filter((ms) => ms > now.getTime())));
}
