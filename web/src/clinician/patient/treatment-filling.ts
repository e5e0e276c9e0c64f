import type { Day, Treatment, TreatmentChange } from '../../api/types.js';
import { keepTyped } from './people/keep-typed.js';
import { changedBody, draftOf, emptyDraft, type TreatmentDraft } from './treatment-draft.js';

/** A form about a treatment while it is filled in. */
export interface Filling {
  /**
   * What the fields began with; null: a new one. The list may be read anew beneath the open form: what is sent names this
   * version.
   */
  readonly opened: Treatment | null;
  readonly draft: TreatmentDraft;
  /** What somebody else has made of it, once that was in the way. */
  readonly newer: Treatment | null;
}

/** @param ending - it is to be ended: today is proposed */
export function beginFilling(opened: Treatment | null, today: Day, ending = false): Filling {
  const draft = opened ? draftOf(opened) : emptyDraft(today);
  return { opened, draft: ending ? { ...draft, until: today } : draft, newer: null };
}

/** What is sent of a correction; refused where it is no longer what was opened. */
export const changeOf = (opened: Treatment, draft: TreatmentDraft): TreatmentChange => ({
  version: opened.version,
  ...changedBody(draftOf(opened), draft),
});

/**
 * Somebody else was faster: each field that was typed into stays as typed, all others are as they are now, so that saving
 * again undoes nothing unseen.
 */
export function takeNewer(filling: Filling, now: Treatment): Filling {
  const { opened, draft } = filling;
  if (opened?.version === now.version) return filling;
  // The same id is a dose or a procedure, and stays so.
  if (draft.kind !== now.kind) return { opened: now, draft: draftOf(now), newer: now };
  const typed = opened
    ? keepTyped({ opened: { ...draftOf(opened) }, typed: { ...draft }, now: { ...draftOf(now) } })
    : draft;
  return { opened: now, draft: typed, newer: now };
}
