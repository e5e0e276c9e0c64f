import { useState, type FormEvent } from 'react';
import { OUTCOMES, type Outcome } from '../../api/types.js';
import { Button, SelectField, TextField } from '../../ui/index.js';
import { OUTCOME_WORDS, sayOnPage } from '../../words/index.js';
import { useDraft } from './use-draft.js';
import { VerbForm } from './verb-form.js';

export function ResolveForm(props: {
  alertId: string | null;
  busy: boolean;
  onResolve: (outcome: Outcome, note: string) => void;
  onCancel: () => void;
}) {
  const [outcome, setOutcome] = useState<Outcome | ''>('');
  const [note, setNote] = useDraft(props.alertId, 'resolve');
  const [asked, setAsked] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (outcome !== '') props.onResolve(outcome, note.trim());
  };
  return (
    <VerbForm label={sayOnPage('worklist.verb', { verb: 'resolve' })} onSubmit={submit} onCancel={props.onCancel}>
      <div className="pair">
        <SelectField
          label={sayOnPage('worklist.resolve.outcome')}
          value={outcome}
          error={asked && outcome === '' ? sayOnPage('worklist.resolve.missing') : null}
          onChange={(event) => setOutcome(event.currentTarget.value as Outcome)}
        >
          <option value="" disabled>
            {sayOnPage('worklist.choose')}
          </option>
          {OUTCOMES.map((value) => (
            <option key={value} value={value}>
              {OUTCOME_WORDS[value]}
            </option>
          ))}
        </SelectField>
        <TextField
          label={sayOnPage('worklist.note.optional')}
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </div>
      <div className="row">
        <Button kind="primary" type="submit" busy={props.busy}>
          {sayOnPage('worklist.verb', { verb: 'resolve' })}
        </Button>
        <Button kind="quiet" onClick={props.onCancel}>
          {sayOnPage('worklist.cancel')}
        </Button>
      </div>
    </VerbForm>
  );
}
