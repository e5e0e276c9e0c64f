import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent } from 'react';
import { ApiError, newId, request } from '../../api/client.js';
import { treatmentsQuery } from '../../api/queries.js';
import type { Day, NewTreatment, PatientDetail, Treatment, TreatmentChange } from '../../api/types.js';
import { goingOn, type KnownDose, medicationsIn, nameOf } from '../../treatments/treatment-list.js';
import { Checkbox, FormEnd, Message, Segmented, SelectField, TextField, useShowWrong } from '../../ui/index.js';
import { addDays, dayFrom, dayIn, sayOnPage } from '../../words/index.js';
import { bodyOf, draftOf, emptyDraft, problemsOf, serverProblems, type TreatmentDraft } from './treatment-draft.js';

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
  /** It is to be ended: today is proposed. */
  ending?: boolean;
  onDone: () => void;
}

/** Notes a dose or procedure, corrects one, or ends it. */
export function TreatmentForm({ patient, items, treatment, ending = false, onDone }: Props) {
  const queries = useQueryClient();
  const today = dayIn(Date.now(), patient.timeZone);
  const [draft, setDraft] = useState<TreatmentDraft>(() => ({
    ...(treatment ? draftOf(treatment) : emptyDraft(today)),
    ...(ending ? { until: today } : {}),
  }));
  const [asked, setAsked] = useState<object | null>(null);
  const id = useRef(newId());
  const list = useId();
  const { queryKey } = treatmentsQuery(patient.id);
  // As it is now: after a conflict another one than was opened here.
  const standing = treatment && items.find((one) => one.id === treatment.id);
  const [replaces, setReplaces] = useState(true);
  const earlier =
    !treatment && draft.kind === 'dose' && draft.on ? goingOn(items, { medication: draft.what, on: draft.on }) : [];
  const save = useMutation({
    mutationFn: async () => {
      const at = `/api/v1/patients/${patient.id}/treatments`;
      if (!treatment) {
        const body: NewTreatment = { id: id.current, ...bodyOf(draft) };
        await request<Treatment>(at, { method: 'POST', body });
        for (const one of replaces ? earlier : []) await endBefore(at, one, draft.on);
        return;
      }
      const body: TreatmentChange = { version: (standing ?? treatment).version, ...bodyOf(draft) };
      await request<Treatment>(`${at}/${treatment.id}`, { method: 'PUT', body });
    },
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey }),
        queries.invalidateQueries({ queryKey: ['trend', patient.id] }),
      ]);
      onDone();
    },
    onError: (error) => {
      if (error instanceof ApiError && error.status === 409) void queries.invalidateQueries({ queryKey });
    },
  });
  const set = (change: Partial<TreatmentDraft>) => {
    setDraft((was) => ({ ...was, ...change }));
    // What the server said was about what stood there before.
    if (save.isError) save.reset();
  };
  const mine = problemsOf(draft);
  const theirs = serverProblems(save.error);
  const problems = asked ? { ...theirs, ...mine } : {};
  const form = useShowWrong(asked, save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.reset();
    setAsked({});
    if (Object.keys(mine).length === 0) save.mutate();
  };
  const { kind } = draft;
  const isDose = kind === 'dose';
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      {!treatment && (
        <Segmented
          label={sayOnPage('treatment.kind')}
          value={kind}
          options={KINDS}
          onChange={(to) => set({ kind: to })}
        />
      )}
      <TextField
        label={sayOnPage(isDose ? 'treatment.medication' : 'treatment.what')}
        value={draft.what}
        maxLength={LONGEST}
        placeholder={isDose ? undefined : sayOnPage('treatment.whatExample')}
        list={isDose ? list : undefined}
        onChange={(event) => set({ what: event.currentTarget.value })}
        error={problems.what ?? null}
        data-autofocus={ending ? undefined : true}
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
          data-autofocus={ending ? true : undefined}
        />
      </div>
      <Protection
        treatment={treatment}
        draft={draft}
        error={problems.label ?? null}
        onChange={(label) => set({ label })}
      />
      {earlier.length > 0 && (
        <Checkbox checked={replaces} onChange={(event) => setReplaces(event.currentTarget.checked)}>
          {sayOnPage('treatment.replaces', {
            names: earlier.map(nameOf).join('; '),
            day: dayFrom(addDays(draft.on, -1), today),
          })}
        </Checkbox>
      )}
      {treatment && isConflict(save.error) && (
        <Message>
          {save.error?.message}{' '}
          {standing ? sayOnPage('treatment.nowIs', { now: nameOf(standing) }) : sayOnPage('treatment.noLongerThere')}
        </Message>
      )}
      <FormEnd
        label={sayOnPage('common.save')}
        busy={save.isPending}
        error={Object.keys(theirs).length > 0 || (treatment && isConflict(save.error)) ? null : save.error}
        onClose={onDone}
      />
    </form>
  );
}

/** A new dose takes its place: it ends on the day before. */
function endBefore(at: string, { id, version, kind, medication, dose, on }: KnownDose, next: Day) {
  const body: TreatmentChange = { version, kind, medication, dose, on, until: addDays(next, -1) };
  return request<Treatment>(`${at}/${id}`, { method: 'PUT', body });
}

const isConflict = (error: Error | null) => error instanceof ApiError && error.status === 409;

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
