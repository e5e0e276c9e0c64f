import { useMemo, useSyncExternalStore } from 'react';
import type { Session } from '../api/types.js';
import { keepDraftsOf } from './draft-store.js';
import { keptOf, readKept, type KeptPatient } from './kept-patient.js';
import { readHere, writeHere } from './on-device.js';

const KEY = 'stepwell.patient';
const LEAVING = 'stepwell.leaving';
const watchers = new Set<() => void>();

export const keptHere = (): KeptPatient | null => readKept(readHere(KEY), Date.now());
function put(next: KeptPatient | null): void {
  writeHere(KEY, next);
  for (const watcher of watchers) watcher();
}

/** Lets go of whoever's time is over, whoever opens the app. */
export const dropOldPatient = (): void => put(keptHere());

/** The server said who is signed in: what it takes to do without it next time is kept, and anybody else's goes. */
export function keepFor(session: Session): KeptPatient | null {
  const next = keptOf(session, keptHere(), Date.now());
  put(next);
  keepDraftsOf(next?.patientId ?? null);
  hasLeft();
  return next;
}

/** What the pages have learned of the patient who is kept. */
export function learnOf(patientId: string, news: Pick<KeptPatient, 'timeZone' | 'answeredAt'>): void {
  const known = keptHere();
  if (known?.patientId === patientId) put({ ...known, ...news });
}

/** Whoever was signed in is no longer: nothing stays but what was answered and waits to be sent. */
export function forgetHere(): void {
  put(null);
  keepDraftsOf(null);
}

/**
 * Somebody signed out while the server could not be told. The cookie is out of a page's reach, so the way out is walked
 * again as soon as the server answers.
 */
export const leaveLater = (personId: string): void => writeHere(LEAVING, personId);
export const isLeaving = (personId: string): boolean => readHere(LEAVING) === personId;
export const hasLeft = (): void => writeHere(LEAVING, null);

/** The server says that nobody is signed in: there is nothing to remember, and nothing left to sign out of. */
export function sessionIsOver(): void {
  forgetHere();
  hasLeft();
}

/** Who is kept here, also when another tab signs out. */
export function useKeptPatient(): KeptPatient | null {
  const text = useSyncExternalStore(subscribe, () => JSON.stringify(keptHere()));
  return useMemo(() => JSON.parse(text) as KeptPatient | null, [text]);
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  const onStorage = ({ key }: StorageEvent) => {
    if (key === KEY || key === null) watcher();
  };
  window.addEventListener('storage', onStorage);
  return () => {
    watchers.delete(watcher);
    window.removeEventListener('storage', onStorage);
  };
}
