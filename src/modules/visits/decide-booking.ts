import { endOfDay, lastBookableDay } from '../../metrics/index.js';

export type BookingRefusal = 'VISIT_PAST' | 'VISIT_TOO_FAR' | 'VISIT_WHILE_CLOSED';

/**
 * May a visit be booked for this time? One that would be over already, or begins in years,
 * was mistyped. Behind closed doors it may well be meant,
 * by video in the evening say: then it is said so.
 *
 * @param zone - the clinic's: its days are what the page books by
 * @param isOpen - whether the doors are open when it begins
 */
export function decideBooking(
  visit: { readonly startsAt: string; readonly minutes: number; readonly evenIfClosed?: boolean | undefined },
  { nowMs, zone, isOpen }: { readonly nowMs: number; readonly zone: string; readonly isOpen: boolean },
): BookingRefusal | null {
  if (Date.parse(visit.startsAt) + visit.minutes * 60_000 <= nowMs) return 'VISIT_PAST';
  if (Date.parse(visit.startsAt) >= endOfDay(zone, lastBookableDay(zone, nowMs))) return 'VISIT_TOO_FAR';
  return isOpen || visit.evenIfClosed ? null : 'VISIT_WHILE_CLOSED';
}
