import { useEffect, useRef, useState, type FormEvent } from 'react';
import { OUTCOMES, type Outcome } from '../../api/types.js';
import { Button, SelectField, TextField } from '../../ui/index.js';
import { OUTCOME_WORDS } from '../../words/index.js';

/** In the panel, not in a dialog: the evidence stays in sight while the outcome is chosen. */
export function ResolveForm(props: {
  busy: boolean;
  onResolve: (outcome: Outcome, note: string) => void;
  onCancel: () => void;
}) {
  const [outcome, setOutcome] = useState<Outcome | ''>('');
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('select')?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (outcome !== '') props.onResolve(outcome, note);
  };
  return (
    <form
      ref={form}
      className="form"
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && props.onCancel()}
      aria-label="Resolve"
    >
      <div className="resolve">
        <SelectField
          label="Outcome"
          value={outcome}
          error={asked && outcome === '' ? 'Choose what came of it' : null}
          onChange={(event) => setOutcome(event.currentTarget.value as Outcome)}
        >
          <option value="" disabled>
            Choose
          </option>
          {OUTCOMES.map((value) => (
            <option key={value} value={value}>
              {OUTCOME_WORDS[value]}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Note (optional)"
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </div>
      <div className="row">
        <Button kind="primary" type="submit" busy={props.busy}>
          Resolve
        </Button>
        <Button kind="quiet" onClick={props.onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
