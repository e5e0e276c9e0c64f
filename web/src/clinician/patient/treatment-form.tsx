import { useId, useState, type FormEvent } from 'react';
import type { PatientDetail, Treatment } from '../../api/types.js';
import { medicationsIn, nameOf } from '../../treatments/treatment-list.js';
import { Checkbox, FormEnd, Segmented, SelectField, TextField, useShowWrong } from '../../ui/index.js';
import { addDays, shortDay, dayIn, sayOnPage } from '../../words/index.js';
import { serverProblems, type TreatmentDraft } from './treatment-draft.js';
import { meanwhile } from './treatment-meanwhile.js';
import { useTreatmentForm } from './use-treatment-form.js';

const LONGEST = 120;
const KINDS = [
  { value: 'dose', label: sayOnPage('treatment.dose') },
  { value: 'procedure', label: sayOnPage('treatment.procedure') },
] as const;

interface Props {
  patient: PatientDetail;
  items: readonly Treatment[];
  /** The one to correct; null: a new one. */
  treatment: Treatment | null;
  onDone: () => void;
}

/** Notes a dose or procedure, or corrects one. */
export function TreatmentForm({ patient, items, treatment, onDone }: Props) {
  const today = dayIn(Date.now(), patient.timeZone);
  const filled = useTreatmentForm({ patientId: patient.id, items, treatment, today, onDone });
  const { opened, draft, mine, newer, earlier, error, set } = filled;
  const [asked, setAsked] = useState<object | null>(null);
  const list = useId();
  const theirs = serverProblems(error);
  const problems = asked ? { ...theirs, ...mine } : {};
  const form = useShowWrong(newer ?? asked, error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    filled.forget();
    setAsked({});
    if (Object.keys(mine).length === 0) filled.send();
  };
  const { kind } = draft;
  const isDose = kind === 'dose';
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      {!opened && (
        <Segmented
          label={sayOnPage('treatment.kind')}
          value={kind}
          options={KINDS}
          onChange={(to) => set({ kind: to })}
        />
      )}
      {opened && isDose && <p className="dim">{sayOnPage('treatment.corrects')}</p>}
      <TextField
        label={sayOnPage(isDose ? 'treatment.medication' : 'treatment.what')}
        value={draft.what}
        maxLength={LONGEST}
        placeholder={isDose ? undefined : sayOnPage('treatment.whatExample')}
        list={isDose ? list : undefined}
        onChange={(event) => set({ what: event.currentTarget.value })}
        error={problems.what ?? null}
        data-autofocus
      />
      <datalist id={list}>
        {medicationsIn(items).map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
      {isDose && (
        <TextField
          label={sayOnPage('treatment.howMuch')}
          value={draft.dose}
          maxLength={LONGEST}
          placeholder={sayOnPage('treatment.howMuchExample')}
          onChange={(event) => set({ dose: event.currentTarget.value })}
          error={problems.dose ?? null}
        />
      )}
      <div className="cols">
        <TextField
          label={sayOnPage('treatment.since', { kind })}
          type="date"
          value={draft.on}
          onChange={(event) => set({ on: event.currentTarget.value })}
          error={problems.on ?? null}
        />
        <TextField
          label={sayOnPage('treatment.until', { kind })}
          type="date"
          value={draft.until}
          hint={sayOnPage('treatment.goesOn', { kind })}
          onChange={(event) => set({ until: event.currentTarget.value })}
          error={problems.until ?? null}
        />
      </div>
      <Protection
        treatment={opened}
        draft={draft}
        error={problems.label ?? null}
        onChange={(label) => set({ label })}
      />
      {earlier.length > 0 && (
        <Checkbox checked={filled.replaces} onChange={(event) => filled.setReplaces(event.currentTarget.checked)}>
          {sayOnPage('treatment.replaces', {
            names: earlier.map(nameOf).join('; '),
            day: shortDay(addDays(draft.on, -1), today),
          })}
        </Checkbox>
      )}
      <FormEnd
        label={sayOnPage('common.save')}
        busy={filled.busy}
        error={newer ? meanwhile(newer, today) : Object.keys(theirs).length > 0 ? null : error}
        onClose={onDone}
      />
    </form>
  );
}

function Protection(props: {
  treatment: Treatment | null;
  draft: TreatmentDraft;
  error: string | null;
  onChange: (label: TreatmentDraft['label']) => void;
}) {
  const { treatment, draft, error, onChange } = props;
  const isFixed = treatment !== null && !treatment.mayChangeLabel;
  return (
    <SelectField
      label={sayOnPage('note.protect')}
      hint={draft.label && sayOnPage(isFixed ? 'treatment.protectedByOther' : 'note.protectedHint')}
      disabled={isFixed}
      value={draft.label}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value as TreatmentDraft['label'])}
    >
      <option value="">{sayOnPage('note.open')}</option>
      <option value="psychology">{sayOnPage('note.psychology')}</option>
      <option value="substance-use">{sayOnPage('note.substance')}</option>
    </SelectField>
  );
}
