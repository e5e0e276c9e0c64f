import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, request } from '../api/client.js';
import { visitNoteQuery } from '../api/queries.js';
import type { VisitNote } from '../api/types.js';
import { useLatest } from './hooks.js';
import {
  isDirty,
  openNote,
  reduceNote,
  shouldSave,
  type NoteDraft,
  type NoteEvent,
  type NoteText,
} from './note-draft.js';

/** After a pause in typing, and at the latest so long after the first unsaved word. */
const PAUSE_MS = 700;
const LATEST_MS = 1_700;
const RETRY_MS = 3_000;
interface Kept {
  text: NoteText;
  base: NoteText;
  version: number;
}

/** The visit's note, saved while it is written. What a reload would lose is kept in this tab until the server has it. */
export function useNote(visitId: string) {
  const path = `/api/v1/visits/${visitId}/note`;
  const keptAt = `stepwell.note.${visitId}`;
  const query = useQuery(visitNoteQuery(visitId));
  const [draft, setDraft] = useState<NoteDraft | null>(null);
  const dispatch = useCallback((event: NoteEvent) => setDraft((d) => d && reduceNote(d, event)), []);
  const latestRef = useLatest(draft);
  const firstUnsavedAt = useRef<number | null>(null);

  useEffect(() => {
    const note = query.data;
    if (!note) return;
    setDraft((d) => reduceNote(d ?? reopen(note, readKept(keptAt)), { kind: 'theirs', note }));
  }, [query.data, keptAt]);

  const save = useCallback(async () => {
    const now = latestRef.current;
    if (!now || !shouldSave(now)) return;
    dispatch({ kind: 'save-started' });
    try {
      const note = await request<VisitNote>(path, { method: 'PUT', body: bodyOf(now) });
      dispatch({ kind: 'saved', note });
    } catch (error) {
      const problem = error instanceof ApiError ? error : null;
      if (problem?.status !== 409) {
        return dispatch({
          kind: 'save-failed',
          why: !problem || problem.offline || problem.status >= 500 ? 'offline' : 'refused',
        });
      }
      const note = await request<VisitNote>(path).catch(() => null);
      dispatch({ kind: 'save-failed', why: 'conflict' });
      if (note) dispatch({ kind: 'theirs', note });
    }
  }, [dispatch, latestRef, path]);

  useEffect(() => {
    if (!draft) return;
    keep(keptAt, draft);
    if (!isDirty(draft)) firstUnsavedAt.current = null;
    if (!shouldSave(draft) || draft.failed === 'refused') return;
    firstUnsavedAt.current ??= Date.now();
    const left = firstUnsavedAt.current + LATEST_MS - Date.now();
    const timer = setTimeout(() => void save(), draft.failed ? RETRY_MS : Math.max(0, Math.min(PAUSE_MS, left)));
    return () => clearTimeout(timer);
  }, [draft, keptAt, save]);

  // A tab that is closed in the middle of a word still sends it.
  useEffect(() => {
    const flush = () => {
      const now = latestRef.current;
      if (!now || !shouldSave(now)) return;
      const body = JSON.stringify(bodyOf(now));
      const headers = { 'content-type': 'application/json' };
      void fetch(path, { method: 'PUT', keepalive: true, credentials: 'same-origin', headers, body }).catch(
        () => undefined,
      );
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [latestRef, path]);

  return { draft, dispatch, save, query };
}

const bodyOf = ({ text, label, version }: NoteDraft) => ({ ...text, label, version });

function reopen(note: VisitNote, kept: Kept | null): NoteDraft {
  if (!kept) return openNote(note);
  return openNote({ ...note, ...kept.base, version: kept.version, savedAt: null }, kept.text);
}

function keep(key: string, draft: NoteDraft): void {
  try {
    if (!isDirty(draft)) sessionStorage.removeItem(key);
    else
      sessionStorage.setItem(
        key,
        JSON.stringify({ text: draft.text, base: draft.base, version: draft.version } satisfies Kept),
      );
  } catch {
    // Storage can be forbidden; the note is then as safe as the tab.
  }
}

function readKept(key: string): Kept | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept | null;
    return kept && typeof kept.version === 'number' && kept.text && kept.base ? kept : null;
  } catch {
    return null;
  }
}
