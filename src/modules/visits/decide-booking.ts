export type BookingRefusal = 'VISIT_PAST' | 'VISIT_TOO_FAR' | 'VISIT_WHILE_CLOSED';

/** Two years, with the leap day: what is meant to be later was mistyped, as 2126 for 2026. */
export const MOST_DAYS_AHEAD = 731;
const DAY_MS = 86_400_000;

/**
 * May a visit be booked for this time? One that would be over already, or begins in years,
 * was mistyped. Behind closed doors it may well be meant,
 * by video in the evening say: then it is said so.
 *
 * @param isOpen - whether the doors are open when it begins
 */
export function decideBooking(
  visit: { readonly startsAt: string; readonly minutes: number; readonly evenIfClosed?: boolean | undefined },
  { nowMs, isOpen }: { readonly nowMs: number; readonly isOpen: boolean },
): BookingRefusal | null {
  if (Date.parse(visit.startsAt) + visit.minutes * 60_000 <= nowMs) return 'VISIT_PAST';
  if (Date.parse(visit.startsAt) > nowMs + MOST_DAYS_AHEAD * DAY_MS) return 'VISIT_TOO_FAR';
  return isOpen || visit.evenIfClosed ? null : 'VISIT_WHILE_CLOSED';
}
