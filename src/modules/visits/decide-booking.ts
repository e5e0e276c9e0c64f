import { endOfDay, lastBookableDay } from '../../metrics/index.js';

/** More than any day programme has; what goes beyond is a button held down, or a script gone wrong. */
export const MOST_VISITS_A_DAY = 20;

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

/** A visit that is not over, and who of the two that are to meet has it. */
export interface Overlap {
  readonly who: 'patient' | 'clinician';
  readonly startsAt: Date;
}

/**
 * May there be one more, beside those that stand? At the time of another it may be meant, with a student or a helper say:
 * then it is said so.
 *
 * @param visitsThatDay - how many of the patient's that are not over begin on the same day
 */
export function decideRoom(
  { evenIfOverlapping = false }: { readonly evenIfOverlapping?: boolean | undefined },
  { overlaps, visitsThatDay }: { readonly overlaps: readonly Overlap[]; readonly visitsThatDay: number },
): 'VISIT_DAY_FULL' | 'VISIT_OVERLAPS' | null {
  if (visitsThatDay >= MOST_VISITS_A_DAY) return 'VISIT_DAY_FULL';
  return overlaps.length === 0 || evenIfOverlapping ? null : 'VISIT_OVERLAPS';
}
