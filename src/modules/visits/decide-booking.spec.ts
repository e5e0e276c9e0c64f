import { describe, expect, it } from '@jest/globals';
import { decideBooking, decideRoom, MOST_VISITS_A_DAY, type Overlap } from './decide-booking.js';

const nowMs = Date.parse('2026-11-26T10:00:00Z');
const visit = (startsAt: string, evenIfClosed?: boolean) => ({ startsAt, minutes: 30, evenIfClosed });

describe('the time a visit is booked for', () => {
  it.each<[string, string, boolean, boolean | undefined, string | null]>([
    ['tomorrow, open', '2026-11-27T09:00:00Z', true, undefined, null],
    ['began a moment ago', '2026-11-26T09:45:00Z', true, undefined, null],
    ['would be over this minute', '2026-11-26T09:30:00Z', true, undefined, 'VISIT_PAST'],
    ['in 2020', '2020-01-01T14:00:00Z', true, undefined, 'VISIT_PAST'],
    ['in 2020, whatever one says', '2020-01-01T14:00:00Z', false, true, 'VISIT_PAST'],
    ['in two years', '2028-11-26T09:00:00Z', true, undefined, null],
    // The page books by days: the last one counts to its end, which in Berlin is 23:00 UTC.
    ['on the last day, later than it is now', '2028-11-26T22:59:00Z', true, undefined, null],
    ['at the midnight that ends it', '2028-11-26T23:00:00Z', true, undefined, 'VISIT_TOO_FAR'],
    ['a day later', '2028-11-27T09:00:00Z', true, undefined, 'VISIT_TOO_FAR'],
    ['at the end of what can be written', '9999-12-31T23:59:59Z', true, undefined, 'VISIT_TOO_FAR'],
    ['in 2126, whatever one says', '2126-11-26T09:00:00Z', false, true, 'VISIT_TOO_FAR'],
    ['on a Sunday night', '2026-11-29T02:00:00Z', false, undefined, 'VISIT_WHILE_CLOSED'],
    ['on a Sunday night, not meant', '2026-11-29T02:00:00Z', false, false, 'VISIT_WHILE_CLOSED'],
    ['on a Sunday night, meant so', '2026-11-29T02:00:00Z', false, true, null],
  ])('%s', (_name, startsAt, isOpen, meant, answer) => {
    expect(decideBooking(visit(startsAt, meant), { nowMs, zone: 'Europe/Berlin', isOpen })).toBe(answer);
  });
});

describe('a visit beside those that stand', () => {
  const startsAt = new Date('2026-11-30T09:00:00Z');
  const [doctor, patient]: Overlap[] = [
    { who: 'clinician', startsAt },
    { who: 'patient', startsAt },
  ];
  it.each<[string, readonly Overlap[], number, boolean | undefined, string | null]>([
    ['nothing else then', [], 0, undefined, null],
    ['others that day, at other times', [], MOST_VISITS_A_DAY - 1, undefined, null],
    ['the clinician is busy', [doctor!], 0, undefined, 'VISIT_OVERLAPS'],
    ['the patient is', [patient!], 1, false, 'VISIT_OVERLAPS'],
    ['both are, meant so', [doctor!, patient!], 1, true, null],
    ['a full day, whatever one says', [patient!], MOST_VISITS_A_DAY, true, 'VISIT_DAY_FULL'],
  ])('%s', (_name, overlaps, visitsThatDay, evenIfOverlapping, answer) => {
    expect(decideRoom({ evenIfOverlapping }, { overlaps, visitsThatDay })).toBe(answer);
  });
});
