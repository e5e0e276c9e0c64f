import type { Visit } from '../api/types.js';
import { clock, dayIn, daysBetween, weekdayDay } from '../words/index.js';

const EARLY_MS = 60 * 60_000;
/** A visit nobody came to stays offered for a while: late is better than not at all. */
const LATE_MS = 60 * 60_000;

const endOf = (visit: Visit) => Date.parse(visit.startsAt) + visit.minutes * 60_000;

/** What the patient should see first: a visit that is open, else the nearest one that is not over. */
export function nextVisit(visits: readonly Visit[], now: number): Visit | null {
  const open = visits.find((v) => v.state === 'in-progress') ?? visits.find((v) => v.state === 'waiting');
  if (open) return open;
  const booked = visits.filter((v) => v.state === 'booked' && endOf(v) + LATE_MS > now);
  return booked.sort((a, b) => a.startsAt.localeCompare(b.startsAt))[0] ?? null;
}

/** What a list says of a visit that is over, or could be. Nobody knows of one that it was not held before its end. */
export const overWords = (visit: Visit, now: number): string => {
  if (visit.state === 'cancelled') return ', cancelled';
  return visit.state === 'booked' && endOf(visit) <= now ? ', not held' : '';
};

/** An hour early is early enough; nobody rings to say "I am here" on the phone. */
export const canArrive = (visit: Visit, now: number): boolean =>
  visit.state === 'booked' && visit.modality !== 'phone' && Date.parse(visit.startsAt) - now <= EARLY_MS;

/** "today 14:00", "tomorrow 09:30", "Fri 27 Nov 10:00", "Wed 1 Jan 2020 15:00" */
export function whenWords(startsAt: string, now: number, timeZone: string): string {
  const day = dayIn(startsAt, timeZone);
  const today = dayIn(now, timeZone);
  const away = daysBetween(today, day);
  const name = away === 0 ? 'today' : away === 1 ? 'tomorrow' : away === -1 ? 'yesterday' : weekdayDay(day, today);
  return `${name} ${clock(startsAt, timeZone)}`;
}

export function splitVisits(visits: readonly Visit[], now: number): { coming: Visit[]; past: Visit[] } {
  const sorted = [...visits].sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  const isOver = (v: Visit) =>
    v.state === 'ended' || v.state === 'cancelled' || (v.state === 'booked' && endOf(v) + LATE_MS <= now);
  return { coming: sorted.filter((v) => !isOver(v)), past: sorted.filter(isOver).reverse() };
}
