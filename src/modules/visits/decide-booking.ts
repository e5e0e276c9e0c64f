export type BookingRefusal = 'VISIT_PAST' | 'VISIT_WHILE_CLOSED';

/**
 * May a visit be booked for this time? One that would be over already was mistyped. Behind closed doors it may well be meant,
 * by video in the evening say: then it is said so.
 *
 * @param isOpen - whether the doors are open when it begins
 */
export function decideBooking(
  visit: { readonly startsAt: string; readonly minutes: number; readonly evenIfClosed?: boolean | undefined },
  { nowMs, isOpen }: { readonly nowMs: number; readonly isOpen: boolean },
): BookingRefusal | null {
  if (Date.parse(visit.startsAt) + visit.minutes * 60_000 <= nowMs) return 'VISIT_PAST';
  return isOpen || visit.evenIfClosed ? null : 'VISIT_WHILE_CLOSED';
}
