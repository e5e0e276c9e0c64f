import { useState } from 'react';
import { ApiError } from '../api/client.js';
import { useSession } from '../app/session.js';
import { Button, Failed, LinkButton, Loading, Message, SelectField, TextArea } from '../ui/index.js';
import { NOTE_FIELD_WORDS, sayOnPage } from '../words/index.js';
import { useNow } from './hooks.js';
import { NoteAuthors } from './note-authors.js';
import { isOfOthers, NOTE_FIELDS, savedWords, type NoteDraft, type NoteField, type NoteLabel } from './note-draft.js';
import { useNote } from './use-note.js';

/** Three fields, saved as they are written. What only others have written is read first, and changed after a press. */
export function NotePanel({ visitId }: { visitId: string }) {
  const { person } = useSession();
  const { draft, dispatch, save, query } = useNote(visitId);
  const [mayChange, setMayChange] = useState(false);
  if (!draft) {
    if (query.error instanceof ApiError && query.error.status === 404) return <Protected />;
    return query.error ? (
      <Failed part="The note" error={query.error} retry={() => void query.refetch()} />
    ) : (
      <Loading rows={3} />
    );
  }
  const mayChangeLabel = query.data?.mayChangeLabel ?? true;
  const isLocked = !mayChange && isOfOthers(draft, person.name);
  return (
    <section aria-labelledby="note-title">
      <div className="row">
        <h2 id="note-title" className="grow">
          Note
        </h2>
        <SavedWords draft={draft} />
      </div>
      {draft.authors.length > 0 && (
        <p className="small dim">
          <NoteAuthors authors={draft.authors} />
        </p>
      )}
      {isLocked && (
        <div className="of-others">
          <p className="small">{sayOnPage('note.ofOthers')}</p>
          <Button small onClick={() => setMayChange(true)}>
            {sayOnPage('note.change')}
          </Button>
        </div>
      )}
      <div className="ed">
        {NOTE_FIELDS.map((field) => (
          <div key={field}>
            <TextArea
              label={NOTE_FIELD_WORDS[field]}
              value={draft.text[field]}
              maxLength={20_000}
              rows={2}
              readOnly={isLocked}
              onChange={(event) => dispatch({ kind: 'typed', field, value: event.currentTarget.value })}
            />
            <Conflict field={field} draft={draft} choose={(value) => dispatch({ kind: 'chosen', field, value })} />
          </div>
        ))}
        <SelectField
          label={sayOnPage('note.protect')}
          hint={draft.label && sayOnPage(mayChangeLabel ? 'note.protectedHint' : 'note.protectedByOther')}
          disabled={!mayChangeLabel || isLocked}
          value={draft.label ?? ''}
          onChange={(event) => dispatch({ kind: 'labelled', label: (event.currentTarget.value || null) as NoteLabel })}
        >
          <option value="">{sayOnPage('note.open')}</option>
          <option value="psychology">{sayOnPage('note.psychology')}</option>
          <option value="substance-use">{sayOnPage('note.substance')}</option>
        </SelectField>
      </div>
      {draft.failed === 'refused' && (
        <Message>
          The note could not be saved. Your words are still here.{' '}
          <Button small onClick={() => void save()}>
            Try again
          </Button>
        </Message>
      )}
    </section>
  );
}

/** A note of somebody else that is protected: not shown, not written upon. */
function Protected() {
  const { role } = useSession();
  return (
    <section aria-labelledby="note-title" className="form">
      <h2 id="note-title">Note</h2>
      <p>{sayOnPage('note.notYours')}</p>
      {role === 'clinician' && (
        <div>
          <LinkButton to="/break-glass">{sayOnPage('glass.title')}</LinkButton>
        </div>
      )}
    </section>
  );
}

function SavedWords({ draft }: { draft: NoteDraft }) {
  return (
    <span className="small faint" data-testid="note-saved">
      {savedWords(draft, useNow())}
    </span>
  );
}

function Conflict(props: { field: NoteField; draft: NoteDraft; choose: (value: string) => void }) {
  const mine = props.draft.text[props.field];
  const theirs = props.draft.conflicts[props.field];
  if (theirs === undefined) return null;
  return (
    <div className="note conflict" role="alert">
      <div>
        <b>Somebody else wrote here at the same time:</b>
        <p className="theirs">{theirs || '(they emptied it)'}</p>
        <div className="row wrap">
          <Button small onClick={() => props.choose(mine)}>
            Keep mine
          </Button>
          <Button small onClick={() => props.choose(theirs)}>
            Take theirs
          </Button>
          <Button small onClick={() => props.choose([mine, theirs].filter(Boolean).join('\n'))}>
            Keep both
          </Button>
        </div>
      </div>
    </div>
  );
}
