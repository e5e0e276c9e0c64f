import { dayIn } from '../words/index.js';
import { draftsOf, findDraft, readDrafts, withDraft, withoutDraft } from './drafts.js';
import { readHere, writeHere } from './on-device.js';

const KEY = 'stepwell.drafts';
const stored = () => readDrafts(readHere(KEY), Date.now());
const store = (drafts: readonly unknown[]) => writeHere(KEY, drafts.length === 0 ? null : drafts);

/** The place of one half answer on this device. */
export interface DraftPlace {
  read: () => unknown;
  keep: (value: unknown) => void;
  drop: () => void;
}

/** It is about the day on which it is begun, also when it is still written at after midnight. */
export function draftPlace(patientId: string, about: string, timeZone: string): DraftPlace {
  const key = { patientId, about };
  const on = dayIn(Date.now(), timeZone);
  return {
    read: () => findDraft(stored(), key)?.value ?? null,
    keep: (value) => store(withDraft(stored(), { ...key, on, timeZone, value })),
    drop: () => store(withoutDraft(stored(), key)),
  };
}

/** Lets go of everybody else's half answers, and of what is over. @param patientId - null: of all */
export const keepDraftsOf = (patientId: string | null): void => store(draftsOf(stored(), patientId));

/** Lets go of what is over, whoever opens the app. */
export const dropOldDrafts = (): void => store(stored());
