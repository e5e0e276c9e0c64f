import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { request } from '../api/client.js';
import { sessionQuery } from '../api/queries.js';
import type { Session } from '../api/types.js';
import { isSignedOut } from '../offline/kept-patient.js';
import { forgetHere, hasLeft, isLeaving, keptHere, leaveLater } from '../offline/kept-store.js';

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

/** Who is signed in. Only below the signed-in shell, where there always is someone. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside the signed-in shell');
  return session;
}

/**
 * By whose clock do pages of the clinic tell of an instant? By the clinic's: computed, sent, answered, due, changed, visits.
 * Days of data, and the hours inside one, are the patient's (docs/ui.md, "Whose clock").
 */
export const useClinicZone = (): string => useSession().clinic.timeZone;

/** Whose words a page of the patient's side speaks: a caregiver reads about somebody else. */
export const usePlainAudience = (): 'patient' | 'caregiver' =>
  useSession().role === 'caregiver' ? 'caregiver' : 'patient';

export const isPatientSide = (session: Session): boolean => session.role === 'patient' || session.role === 'caregiver';

/**
 * Ends the session and forgets everything that was loaded with it, on the device too. Where the server cannot be told, or
 * answers with an error, the session is ended as soon as it can be: whoever opens the page next must not find it open.
 */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    const personId = queries.getQueryData(sessionQuery.queryKey)?.person.id ?? keptHere()?.personId;
    forgetHere();
    const isTold = await request('/auth/sign-out', { method: 'POST', body: {} }).then(() => true, isSignedOut);
    // The page that waits for it is open already, and asks again (`useDevice`).
    if (!isTold && personId && isLeaving(personId)) return;
    if (isTold) hasLeft();
    else if (personId) leaveLater(personId);
    queries.clear();
    // The sign-in page cannot be opened without a connection; the start can, and says that there is none.
    location.assign(isTold ? '/sign-in' : '/');
  };
}
