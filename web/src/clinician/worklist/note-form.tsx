import { useState, type FormEvent } from 'react';
import { Button, TextArea } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { useDraft } from './use-draft.js';
import { VerbForm } from './verb-form.js';

/** Until there are messages to patients, M writes a note for the team, and says so. */
export function NoteForm(props: {
  alertId: string;
  busy: boolean;
  onNote: (note: string) => void;
  onCancel: () => void;
}) {
  const [note, setNote] = useDraft(props.alertId, 'note');
  const [asked, setAsked] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (note.trim() !== '') props.onNote(note.trim());
  };
  return (
    <VerbForm
      label={sayOnPage('worklist.note.title')}
      why={sayOnPage('worklist.note.why')}
      onSubmit={submit}
      onCancel={props.onCancel}
    >
      <TextArea
        label={sayOnPage('worklist.note.label')}
        value={note}
        maxLength={2000}
        error={asked && note.trim() === '' ? sayOnPage('worklist.note.missing') : null}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className="row">
        <Button kind="primary" type="submit" busy={props.busy}>
          {sayOnPage('worklist.note.do')}
        </Button>
        <Button kind="quiet" onClick={props.onCancel}>
          {sayOnPage('worklist.cancel')}
        </Button>
      </div>
    </VerbForm>
  );
}
