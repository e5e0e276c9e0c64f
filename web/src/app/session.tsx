import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { request } from '../api/client.js';
import type { Session } from '../api/types.js';

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

/** Who is signed in. Only below the signed-in shell, where there always is someone. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside the signed-in shell');
  return session;
}

/** Days and hours on clinic pages are in the clinic's zone. */
export const useClinicZone = (): string => useSession().clinic.timeZone;

/** Whose words a page of the patient's side speaks: a caregiver reads about somebody else. */
export const usePlainAudience = (): 'patient' | 'caregiver' =>
  useSession().role === 'caregiver' ? 'caregiver' : 'patient';

export const isPatientSide = (session: Session): boolean => session.role === 'patient' || session.role === 'caregiver';

/** Ends the session and forgets everything that was loaded with it. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await request('/auth/sign-out', { method: 'POST', body: {} }).catch(() => undefined);
    queries.clear();
    location.assign('/sign-in');
  };
}
