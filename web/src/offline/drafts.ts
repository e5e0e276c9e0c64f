import type { Day } from '../api/types.js';
import { dayIn } from '../words/index.js';

/** Half an answer, kept on this device only. One per patient and thing it is about; it ends with its day. */
export interface Draft {
  readonly patientId: string;
  /** `form:diary`, `alert:<id>` */
  readonly about: string;
  /** The patient's day on which it was begun, and the zone that day is counted in. */
  readonly on: Day;
  readonly timeZone: string;
  readonly value: unknown;
}
export type DraftKey = Pick<Draft, 'patientId' | 'about'>;

/** What was stored, without what is broken and what is over. */
export function readDrafts(stored: unknown, now: number): Draft[] {
  return Array.isArray(stored) ? stored.filter(isDraft).filter((draft) => isToday(draft, now)) : [];
}

function isDraft(value: unknown): value is Draft {
  const draft = value as Partial<Draft> | null;
  const words = [draft?.patientId, draft?.about, draft?.on, draft?.timeZone];
  return words.every((word) => typeof word === 'string');
}

function isToday({ on, timeZone }: Draft, now: number): boolean {
  try {
    return dayIn(now, timeZone) === on;
  } catch {
    return false;
  }
}

const isSame = (a: DraftKey, b: DraftKey): boolean => a.patientId === b.patientId && a.about === b.about;

export const findDraft = (drafts: readonly Draft[], key: DraftKey): Draft | undefined =>
  drafts.find((draft) => isSame(draft, key));
export const withDraft = (drafts: readonly Draft[], draft: Draft): Draft[] => [...withoutDraft(drafts, draft), draft];
export const withoutDraft = (drafts: readonly Draft[], key: DraftKey): Draft[] =>
  drafts.filter((draft) => !isSame(draft, key));
/** @param patientId - null: nobody's */
export const draftsOf = (drafts: readonly Draft[], patientId: string | null): Draft[] =>
  drafts.filter((draft) => draft.patientId === patientId);
