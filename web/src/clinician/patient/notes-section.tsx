import { useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { patientNotesQuery } from '../../api/queries.js';
import type { PatientNotes } from '../../api/types.js';
import { useClinicZone } from '../../app/session.js';
import { Button, Dialog, Failed, Loading } from '../../ui/index.js';
import { NoteAuthors } from '../../visit/note-authors.js';
import { dayAndClock, MODALITY_WORDS, NOTE_FIELD_WORDS, sayOnPage } from '../../words/index.js';

type Note = PatientNotes['items'][number];
const SHOWN = 3;
const FIELDS = ['patientWords', 'seen', 'agreed'] as const;

/** What was written of this patient's visits, by whom and when; of protected notes only those one may read. */
export function NotesSection({ patientId }: { patientId: string }) {
  const [all, setAll] = useState(false);
  const notes = useInfiniteQuery(patientNotesQuery(patientId));
  const items = notes.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="notes-title">
      <div className="sh">
        <h2 id="notes-title">{sayOnPage('notes.title')}</h2>
        {items.length > SHOWN && (
          <button type="button" className="small dim linklike" onClick={() => setAll(true)}>
            {sayOnPage('notes.all', { more: String(notes.hasNextPage), count: items.length })}
          </button>
        )}
      </div>
      {notes.error && !notes.data && (
        <Failed part={sayOnPage('notes.part')} error={notes.error} retry={() => void notes.refetch()} />
      )}
      {notes.isPending && <Loading rows={2} height={40} />}
      {notes.data && items.length === 0 && <p className="dim small">{sayOnPage('notes.none')}</p>}
      <ul className="small visitnotes">
        {items.slice(0, SHOWN).map((note) => (
          <OneNote key={note.visitId} note={note} />
        ))}
      </ul>
      <Dialog title={sayOnPage('notes.title')} opened={all} onClose={() => setAll(false)} wide>
        <AllNotes notes={notes} items={items} />
      </Dialog>
    </section>
  );
}

/** The whole list, with room to read; what is fetched has the focus, as its button may be gone. */
function AllNotes({ notes, items }: { notes: UseInfiniteQueryResult; items: readonly Note[] }) {
  const list = useRef<HTMLUListElement>(null);
  const [firstNew, setFirstNew] = useState<number | null>(null);
  useEffect(() => {
    if (firstNew === null || items.length <= firstNew) return;
    list.current?.children[firstNew]?.querySelector('a')?.focus();
    setFirstNew(null);
  }, [firstNew, items.length]);
  const fetchMore = () => {
    setFirstNew(items.length);
    void notes.fetchNextPage();
  };
  return (
    <>
      <ul className="visitnotes" ref={list}>
        {items.map((note) => (
          <OneNote key={note.visitId} note={note} />
        ))}
      </ul>
      {notes.hasNextPage && (
        <Button kind="quiet" busy={notes.isFetchingNextPage} onClick={fetchMore}>
          {sayOnPage('notes.earlier')}
        </Button>
      )}
      {notes.isFetchNextPageError && <Failed part={sayOnPage('notes.part')} error={notes.error} retry={fetchMore} />}
    </>
  );
}

function OneNote({ note }: { note: Note }) {
  const zone = useClinicZone();
  const written = FIELDS.filter((field) => note[field] !== '');
  return (
    <li>
      <Link to="/visits/$visitId" params={{ visitId: note.visitId }}>
        {MODALITY_WORDS[note.modality]}, {dayAndClock(note.startsAt, zone)}
      </Link>
      {note.isMistaken && ` · ${sayOnPage('notes.mistaken')}`}
      {note.isDraft && ` · ${sayOnPage('notes.draft')}`}
      {note.label && ` · ${sayOnPage('notes.protected')}`}
      {written.length === 0 && <p className="dim">{sayOnPage('notes.empty')}</p>}
      {written.map((field) => (
        <p key={field}>
          <b>{NOTE_FIELD_WORDS[field]}:</b> {note[field]}
        </p>
      ))}
      <div className="dim">
        <NoteAuthors authors={note.authors} />
      </div>
    </li>
  );
}
