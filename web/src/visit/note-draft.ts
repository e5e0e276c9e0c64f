import type { VisitNote } from '../api/types.js';

/**
 * The note while it is being written. Two people may write it (the clinician in the call, the coordinator at her
 * desk): each field is merged on its own, and where both changed the same field nothing is thrown away: both texts
 * are shown and somebody chooses.
 */
export const NOTE_FIELDS = ['patientWords', 'seen', 'agreed'] as const;
export type NoteField = (typeof NOTE_FIELDS)[number];
export type NoteText = Record<NoteField, string>;
export type NoteLabel = VisitNote['label'];

export interface NoteDraft {
  text: NoteText;
  /** What the server had when text last agreed with it. */
  base: NoteText;
  /** Which compartment protects the note, as chosen here and as the server has it. */
  label: NoteLabel;
  baseLabel: NoteLabel;
  /** Who wrote on it, of what is saved. */
  authors: VisitNote['authors'];
  version: number;
  savedAt: string | null;
  saving: NoteText | null;
  /** What somebody else wrote into a field that we changed too. */
  conflicts: Partial<NoteText>;
  failed: 'offline' | 'refused' | null;
}

export type NoteEvent =
  | { kind: 'typed'; field: NoteField; value: string }
  | { kind: 'labelled'; label: NoteLabel }
  | { kind: 'save-started' }
  | { kind: 'saved'; note: VisitNote }
  | { kind: 'theirs'; note: VisitNote }
  | { kind: 'save-failed'; why: 'offline' | 'refused' | 'conflict' }
  | { kind: 'chosen'; field: NoteField; value: string };

const textOf = (note: NoteText): NoteText => ({
  patientWords: note.patientWords,
  seen: note.seen,
  agreed: note.agreed,
});

/** @param kept - words typed in this tab before it was reloaded, not yet saved then */
export function openNote(note: VisitNote, kept: NoteText | null = null): NoteDraft {
  const base = textOf(note);
  return {
    text: kept ?? base,
    base,
    label: note.label,
    baseLabel: note.label,
    authors: note.authors,
    version: note.version,
    savedAt: note.savedAt,
    saving: null,
    conflicts: {},
    failed: null,
  };
}

export const isDirty = (draft: NoteDraft): boolean =>
  draft.label !== draft.baseLabel || NOTE_FIELDS.some((f) => draft.text[f] !== draft.base[f]);
export const hasConflict = (draft: NoteDraft): boolean => Object.keys(draft.conflicts).length > 0;
/** A conflict waits for a choice: saving over it would be choosing. */
export const shouldSave = (draft: NoteDraft): boolean => isDirty(draft) && !draft.saving && !hasConflict(draft);

export function reduceNote(draft: NoteDraft, event: NoteEvent): NoteDraft {
  switch (event.kind) {
    case 'typed':
      return { ...draft, text: { ...draft.text, [event.field]: event.value } };
    case 'labelled':
      return { ...draft, label: event.label };
    case 'save-started':
      return { ...draft, saving: draft.text, failed: null };
    case 'saved':
      // Words typed while the save was on its way stay dirty: base is what was saved, not what is on the screen.
      return {
        ...draft,
        base: textOf(event.note),
        baseLabel: event.note.label,
        authors: event.note.authors,
        version: event.note.version,
        savedAt: event.note.savedAt,
        saving: null,
        failed: null,
      };
    case 'save-failed':
      // After a conflict the caller brings theirs; there is nothing to tell before that.
      return { ...draft, saving: null, failed: event.why === 'conflict' ? null : event.why };
    case 'theirs':
      return event.note.version <= draft.version ? draft : merge(draft, event.note);
    case 'chosen': {
      const { [event.field]: _chosen, ...conflicts } = draft.conflicts;
      return { ...draft, text: { ...draft.text, [event.field]: event.value }, conflicts };
    }
  }
}

function merge(draft: NoteDraft, note: VisitNote): NoteDraft {
  const text = { ...draft.text };
  const conflicts = { ...draft.conflicts };
  for (const field of NOTE_FIELDS) {
    const theirs = note[field];
    const mineChanged = draft.text[field] !== draft.base[field];
    if (theirs === draft.base[field] || theirs === draft.text[field]) continue;
    // Our own save can come back to us by the live connection before its answer does.
    if (theirs === draft.saving?.[field]) continue;
    if (mineChanged) conflicts[field] = theirs;
    else text[field] = theirs;
  }
  return {
    ...draft,
    text,
    conflicts,
    base: textOf(note),
    authors: note.authors,
    // Whoever chose here chooses last; else theirs holds.
    label: draft.label === draft.baseLabel ? note.label : draft.label,
    baseLabel: note.label,
    version: note.version,
    savedAt: note.savedAt,
    saving: null,
    failed: null,
  };
}

export function savedWords(draft: NoteDraft, now: number): string {
  if (hasConflict(draft)) return 'somebody else wrote here too';
  if (draft.failed === 'offline') return 'no connection, kept in this tab';
  if (draft.failed === 'refused') return 'could not be saved';
  if (draft.saving || isDirty(draft)) return 'saving';
  if (!draft.savedAt) return 'nothing written yet';
  const seconds = Math.max(0, Math.round((now - Date.parse(draft.savedAt)) / 1000));
  if (seconds < 60) return `saved ${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `saved ${minutes} min ago` : `saved ${Math.round(minutes / 60)} h ago`;
}

/** Nothing of it is from this person: whoever types into it would change a colleague's words under both names. */
export const isOfOthers = (draft: NoteDraft, name: string): boolean =>
  draft.authors.length > 0 && !draft.authors.some((author) => author.name === name) && !isDirty(draft);
