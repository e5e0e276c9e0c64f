import { DomainError, forbidden } from '../../platform/http/domain-error.js';
import { type BookingRefusal, MOST_VISITS_A_DAY, type Overlap } from './decide-booking.js';
import type { VisitRefusal } from './visit-lifecycle.js';

const SENTENCES: Record<VisitRefusal, string> = {
  VISIT_WRONG_SIDE: 'This is for the other side of the visit to do.',
  VISIT_NOT_WAITING: 'The patient is not in the waiting room yet.',
  VISIT_NOT_ADMITTED: 'The visit is not in progress.',
  VISIT_IN_PROGRESS: 'The visit is in progress: end it instead.',
  VISIT_ENDED: 'The visit has ended.',
  VISIT_CANCELLED: 'The visit was cancelled.',
  CONSENT_NEEDED: 'The patient has not agreed to visits by video or telephone: that comes first.',
};

export const refused = (code: VisitRefusal) =>
  code === 'VISIT_WRONG_SIDE' ? forbidden(SENTENCES[code]) : new DomainError(code, 409, SENTENCES[code]);
export const visitDiffers = () =>
  new DomainError('VISIT_EXISTS', 409, 'There is a visit with this id already, and it is another one.');
export const cannotTreat = () =>
  new DomainError(
    'VISIT_CLINICIAN_OFF_TEAM',
    422,
    'The visit needs an active coordinator, or an active clinician of this patient’s care team.',
    [{ path: 'clinicianId', message: 'is nobody who looks after this patient' }],
  );
export const noVideo = () => new DomainError('VISIT_NO_VIDEO', 409, 'This visit is not by video.');
/** Not a denial: a colleague may look after the patient and still not be in this room. */
export const notParticipant = () =>
  new DomainError('VISIT_NOT_PARTICIPANT', 409, 'Only those who take part in this visit may enter it now.');
export const noteConflict = () =>
  new DomainError(
    'NOTE_VERSION_CONFLICT',
    409,
    'Somebody saved this note since you read it. Read it again, then save.',
  );
export const noteProtected = () =>
  new DomainError(
    'NOTE_PROTECTED',
    403,
    'This note is protected: only whoever protected it may change that or take it away.',
  );
export const badWebhook = () =>
  new DomainError('WEBHOOK_REFUSED', 401, 'This message does not carry the signature of our video server.');
/** A time that is past or years away, or one behind closed doors: the last may be meant, and is asked about. */
export const badTime = (code: BookingRefusal) =>
  code === 'VISIT_WHILE_CLOSED'
    ? new DomainError(code, 409, 'The clinic is closed then. Send evenIfClosed if it is meant so.')
    : new DomainError(code, 422, BAD_TIMES[code].says, [{ path: 'startsAt', message: BAD_TIMES[code].is }]);
/** Says who is busy and from when, never with whom: a colleague's patients are not everybody's to know. */
export const overlaps = (busy: readonly Overlap[]) =>
  new DomainError(
    'VISIT_OVERLAPS',
    409,
    'There is another visit then. Send evenIfOverlapping if it is meant so.',
    busy.map(({ who, startsAt }) => ({ path: `${who}Id`, message: 'has a visit then', at: startsAt.toISOString() })),
  );
export const tooManyThatDay = () =>
  new DomainError(
    'VISIT_DAY_FULL',
    409,
    `A patient has at most ${MOST_VISITS_A_DAY} visits on one day: cancel what is not meant first.`,
  );
const BAD_TIMES: Record<Exclude<BookingRefusal, 'VISIT_WHILE_CLOSED'>, { says: string; is: string }> = {
  VISIT_PAST: { says: 'This time is past.', is: 'is past' },
  VISIT_TOO_FAR: { says: 'A visit is booked at most two years ahead.', is: 'is more than two years away' },
};
