import { describe, expect, it } from '@jest/globals';
import type { VisitNote } from '../api/types.js';
import {
  hasConflict,
  isDirty,
  isOfOthers,
  openNote,
  reduceNote,
  savedWords,
  shouldSave,
  type NoteDraft,
  type NoteEvent,
} from './note-draft.js';

const aNote = (over: Partial<VisitNote> = {}): VisitNote => ({
  patientWords: '',
  seen: '',
  agreed: '',
  label: null,
  authors: [],
  mayChangeLabel: true,
  savedAt: null,
  version: 0,
  ...over,
});
const after = (draft: NoteDraft, ...events: NoteEvent[]) => events.reduce(reduceNote, draft);
const typed = (value: string): NoteEvent => ({ kind: 'typed', field: 'seen', value });

describe('the label of a note', () => {
  it('is saved like a word, and keeps what was chosen here', () => {
    const draft = after(openNote(aNote()), { kind: 'labelled', label: 'psychology' });
    expect(shouldSave(draft)).toBe(true);
    const theirs = after(draft, { kind: 'theirs', note: aNote({ version: 1, seen: 'hers', label: 'substance-use' }) });
    expect([theirs.label, theirs.text.seen, isDirty(theirs)]).toEqual(['psychology', 'hers', true]);
    const saved = after(theirs, { kind: 'saved', note: aNote({ version: 2, seen: 'hers', label: 'psychology' }) });
    expect(isDirty(saved)).toBe(false);
  });

  it('follows the others where nobody chose here', () => {
    const draft = after(openNote(aNote()), { kind: 'theirs', note: aNote({ version: 1, label: 'psychology' }) });
    expect([draft.label, isDirty(draft)]).toEqual(['psychology', false]);
  });
});

describe('a note of somebody else', () => {
  const author = (name: string) => ({ name, role: 'clinician' as const, profession: null, at: '2026-03-10T09:00:00Z' });
  it.each([
    ['that nobody has written', [], false],
    ['of a colleague', [author('Dr Second')], true],
    ['of oneself too', [author('Dr Second'), author('Dr First')], false],
  ])('%s', (_whose, authors, expected) =>
    expect(isOfOthers(openNote(aNote({ authors, seen: 'walks' })), 'Dr First')).toBe(expected),
  );

  it('and is no longer once one’s own words are in it, also before they are saved', () => {
    const draft = after(openNote(aNote({ authors: [author('Dr Second')] })), typed('walks'));
    expect(isOfOthers(draft, 'Dr First')).toBe(false);
  });
});

describe('the note while it is written', () => {
  it('saves what was typed, once', () => {
    const draft = after(openNote(aNote()), typed('walks well'));
    expect(shouldSave(draft)).toBe(true);
    expect(shouldSave(after(draft, { kind: 'save-started' }))).toBe(false);
  });

  it('words typed while a save was on its way are saved next', () => {
    const draft = after(openNote(aNote()), typed('walks'), { kind: 'save-started' }, typed('walks well'), {
      kind: 'saved',
      note: aNote({ seen: 'walks', version: 1 }),
    });
    expect(draft.text.seen).toBe('walks well');
    expect(shouldSave(draft)).toBe(true);
    expect(draft.version).toBe(1);
  });

  it('takes what others wrote into fields we left alone, and keeps ours', () => {
    const draft = after(openNote(aNote()), typed('mine'), {
      kind: 'theirs',
      note: aNote({ agreed: 'theirs', version: 3 }),
    });
    expect(draft.text).toEqual({ patientWords: '', seen: 'mine', agreed: 'theirs' });
    expect(hasConflict(draft)).toBe(false);
    expect(shouldSave(draft)).toBe(true);
    expect(draft.version).toBe(3);
  });

  it('shows both texts when both changed one field, and saves neither over the other', () => {
    const draft = after(openNote(aNote()), typed('mine'), {
      kind: 'theirs',
      note: aNote({ seen: 'theirs', version: 1 }),
    });
    expect(draft.text.seen).toBe('mine');
    expect(draft.conflicts).toEqual({ seen: 'theirs' });
    expect(shouldSave(draft)).toBe(false);
    const chosen = after(draft, { kind: 'chosen', field: 'seen', value: 'mine\ntheirs' });
    expect(shouldSave(chosen)).toBe(true);
    expect(shouldSave(after(draft, { kind: 'chosen', field: 'seen', value: 'theirs' }))).toBe(false);
  });

  it('a delivery about our own save changes nothing', () => {
    const saved = after(
      openNote(aNote()),
      typed('a'),
      { kind: 'saved', note: aNote({ seen: 'a', version: 1 }) },
      typed('ab'),
    );
    const heard = after(saved, { kind: 'theirs', note: aNote({ seen: 'a', version: 1 }) });
    expect(heard.text.seen).toBe('ab');
    expect(hasConflict(heard)).toBe(false);
  });

  it('hears of its own save before the answer to it, while more is typed', () => {
    const note = aNote({ seen: 'a', version: 1 });
    const draft = after(openNote(aNote()), typed('a'), { kind: 'save-started' }, typed('ab'), { kind: 'theirs', note });
    expect(hasConflict(draft)).toBe(false);
    expect(after(draft, { kind: 'saved', note }).text.seen).toBe('ab');
  });

  it('brings back what a reloaded tab had not saved', () => {
    const draft = openNote(aNote({ version: 2 }), { patientWords: '', seen: 'unsaved', agreed: '' });
    expect(isDirty(draft)).toBe(true);
  });

  it.each<[string, NoteDraft, string]>([
    ['fresh', openNote(aNote()), 'nothing written yet'],
    ['saved', openNote(aNote({ version: 1, savedAt: '2026-11-20T10:00:00.000Z' })), 'saved 2 s ago'],
    [
      'offline',
      after(openNote(aNote()), typed('x'), { kind: 'save-failed', why: 'offline' }),
      'no connection, kept in this tab',
    ],
  ])('%s says so', (_name, draft, words) => {
    expect(savedWords(draft, Date.parse('2026-11-20T10:00:02.000Z'))).toBe(words);
  });
});
