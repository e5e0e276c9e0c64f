import { useState, type FormEvent } from 'react';
import type { PatientDetail, Treatment } from '../../api/types.js';
import { sayAll } from '../../treatments/treatment-list.js';
import { FormEnd, TextField, useShowWrong } from '../../ui/index.js';
import { dayIn, sayOnPage } from '../../words/index.js';
import { serverProblems } from './treatment-draft.js';
import { meanwhile } from './treatment-meanwhile.js';
import { useTreatmentForm } from './use-treatment-form.js';

/** Asks for the last day, and for nothing that a slip of the hand could change with it. */
export function EndTreatment(props: { patient: PatientDetail; treatment: Treatment; onDone: () => void }) {
  const { patient, treatment, onDone } = props;
  const today = dayIn(Date.now(), patient.timeZone);
  const filled = useTreatmentForm({ patientId: patient.id, items: [], treatment, today, ending: true, onDone });
  const { draft, mine, newer, error, set } = filled;
  const [asked, setAsked] = useState<object | null>(null);
  const lacks = draft.until ? undefined : sayOnPage('field.needsDay');
  const theirs = serverProblems(error).until;
  const form = useShowWrong(newer ?? asked, error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    filled.forget();
    setAsked({});
    if (!lacks && !mine.until) filled.send();
  };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <p className="wraps">{sayAll(treatment, today)}</p>
      <TextField
        label={sayOnPage('treatment.lastDay')}
        type="date"
        value={draft.until}
        onChange={(event) => set({ until: event.currentTarget.value })}
        error={(asked && (lacks ?? mine.until ?? theirs)) || null}
        data-autofocus
      />
      <FormEnd
        label={sayOnPage('treatment.end')}
        busy={filled.busy}
        error={newer ? meanwhile(newer, today) : theirs ? null : error}
        onClose={onDone}
      />
    </form>
  );
}
