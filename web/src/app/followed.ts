import type { Session } from '../api/types.js';
import { readHere, writeHere } from '../offline/on-device.js';

const KEY = 'stepwell.followed';

/** Whose pages this caregiver wants to see on this device. */
export const chooseFollowed = (personId: string, patientId: string): void => writeHere(KEY, { personId, patientId });

/** The session about whom the caregiver chose last here; about whoever granted last where that one shares no more. */
export const aboutChosen = (session: Session): Session => withChosen(session, readHere(KEY));

export function withChosen(session: Session, stored: unknown): Session {
  const { personId, patientId } = (stored ?? {}) as { personId?: unknown; patientId?: unknown };
  const chosen = session.lookedAfter.find(({ id }) => id === patientId);
  return chosen && personId === session.person.id ? { ...session, patientId: chosen.id } : session;
}
