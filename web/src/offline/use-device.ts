import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Session } from '../api/types.js';
import { keepAppHere } from '../worker/register.js';
import { isCutOff, type KeptPatient } from './kept-patient.js';
import { isLeaving, keepFor, useKeptPatient } from './kept-store.js';

/** Without a reload in between: a server that is in trouble is not asked at every turn. */
const LEAVE_AGAIN_MS = 5_000;

/**
 * Keeps what a patient needs without a connection, and answers with it while there is none.
 *
 * @returns isCut - nobody answers who is signed in; kept - the patient who was; isLeaving - signed out here, and being
 *   signed out there now
 */
export function useDevice(
  session: UseQueryResult<Session>,
  signOut: () => Promise<void>,
): { isCut: boolean; kept: KeptPatient | null; isLeaving: boolean } {
  const { data, error, failureReason } = session;
  const leaving = data !== undefined && isLeaving(data.person.id);
  useEffect(() => {
    if (!data) return;
    if (!leaving) {
      if (keepFor(data)) void keepAppHere();
      return;
    }
    void signOut();
    const again = setInterval(() => void signOut(), LEAVE_AGAIN_MS);
    return () => clearInterval(again);
    // Once for each answer of the server; `signOut` is another function each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [data, leaving]);
  const known = useKeptPatient();
  // Asking again begins as if nothing had been asked; the page of somebody who writes must not go and come with it.
  const [cut, setCut] = useState(false);
  const fails = data === undefined && (isCutOff(failureReason) || isCutOff(error));
  const isAnswered = data !== undefined || (error !== null && !isCutOff(error));
  if (fails && !cut) setCut(true);
  if (isAnswered && cut) setCut(false);
  return { isCut: cut, kept: known, isLeaving: leaving };
}
