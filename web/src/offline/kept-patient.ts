import { isTimeZone } from '../../../src/metrics/index.js';
import { ApiError } from '../api/api-error.js';
import type { Instant, Instrument, Session } from '../api/types.js';

/**
 * What a device remembers of the patient who is signed in there, so that the diary opens without a connection. It is as
 * little as the diary can be drawn from:
 * - the ids, because an answer that waits is sent to this patient's address, and by this person only;
 * - the first name, because somebody who shares a device must see whose diary it is; not the family name, no birth day;
 * - the zone, because "today" is the patient's day;
 * - when each form was last filled in, because nobody is to be asked twice a day; never what was answered;
 * - an end, because the device cannot ask whether the session still stands.
 * Of anybody else (staff, caregivers) nothing is kept: a worklist without a connection would be an old one.
 */
export interface KeptPatient {
  readonly personId: string;
  readonly patientId: string;
  readonly firstName: string;
  readonly timeZone: string;
  readonly answeredAt: Readonly<Record<Instrument, Instant | null>>;
  readonly until: Instant;
}

/** What to keep once the server has said who is signed in. Null: nothing, and what is there goes. */
export function keptOf(session: Session, before: KeptPatient | null, now: number): KeptPatient | null {
  const { role, patientId, person, clinic, ends, secondFactorNeeded } = session;
  if (role !== 'patient' || patientId === null || secondFactorNeeded) return null;
  const mine = before?.patientId === patientId && before.personId === person.id ? before : null;
  return {
    personId: person.id,
    patientId,
    firstName: person.name.split(' ')[0] ?? '',
    timeZone: mine?.timeZone ?? clinic.timeZone,
    answeredAt: mine?.answeredAt ?? { diary: null, peg: null },
    // No longer than the session could last without being used from now on.
    until: new Date(Math.min(Date.parse(ends.at), now + ends.idleSeconds * 1000)).toISOString(),
  };
}

/** What was stored, if it is whole and its time is not over. */
export function readKept(stored: unknown, now: number): KeptPatient | null {
  const kept = stored as Partial<KeptPatient> | null;
  const words = [kept?.personId, kept?.patientId, kept?.firstName, kept?.timeZone, kept?.until];
  if (!kept || words.some((word) => typeof word !== 'string')) return null;
  if (typeof kept.answeredAt !== 'object' || kept.answeredAt === null) return null;
  return Date.parse(kept.until ?? '') > now && isTimeZone(kept.timeZone) ? (kept as KeptPatient) : null;
}

/** The one refusal to sign somebody out after which nobody is signed in. */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

/** Nobody answered: no network, or a proxy with no server behind it. Whoever is refused has a connection. */
export const isCutOff = (error: unknown): boolean =>
  error instanceof ApiError && (error.offline || error.status === 502 || error.status === 503 || error.status === 504);
