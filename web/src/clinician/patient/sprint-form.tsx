import { useState, type FormEvent } from 'react';
import type { PatientDetail, Sprint } from '../../api/types.js';
import { FormEnd, TextField, useShowWrong } from '../../ui/index.js';
import { dayIn, sayOnPage } from '../../words/index.js';
import { lengthWords, offeredIn, sprintWords } from './sprint-draft.js';
import { TargetsField } from './targets-field.js';
import { useSprintForm } from './use-sprint-form.js';

/**
 * Sets a sprint, or corrects one. Somebody who was faster is not overwritten: what they changed comes into the form beside
 * what was typed, and saving again sends both.
 *
 * @param sprint - the one to correct; its first day stays
 */
export function SprintForm(props: { patient: PatientDetail; sprint: Sprint | null; onDone: () => void }) {
  const { patient, sprint, onDone } = props;
  const today = dayIn(Date.now(), patient.timeZone);
  const filled = useSprintForm({ patient, sprint, today, onDone });
  const { draft, newer, mine, theirs, error, set } = filled;
  const [asked, setAsked] = useState<object | null>(null);
  const problems = asked ? { ...theirs, ...mine } : {};
  const form = useShowWrong(newer ?? asked, error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    filled.forget();
    setAsked({});
    if (Object.keys(mine).length === 0) filled.send();
  };
  const meanwhile = newer && new Error(sayOnPage('sprint.meanwhile', { now: sprintWords(newer) }));
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <TextField
        label={sayOnPage('sprint.goal')}
        value={draft.goal}
        maxLength={300}
        placeholder={sayOnPage('sprint.goalExample')}
        onChange={(event) => set({ goal: event.currentTarget.value })}
        error={problems.goal ?? null}
        data-autofocus
      />
      <div className="cols">
        <TextField
          label={sayOnPage('sprint.starts')}
          type="date"
          value={draft.startsOn}
          disabled={sprint !== null}
          onChange={(event) => set({ startsOn: event.currentTarget.value })}
          error={problems.startsOn ?? null}
        />
        <TextField
          label={sayOnPage('sprint.ends')}
          type="date"
          value={draft.endsOn}
          hint={problems.endsOn ? null : lengthWords(draft)}
          onChange={(event) => set({ endsOn: event.currentTarget.value })}
          error={problems.endsOn ?? null}
        />
      </div>
      <TargetsField
        series={filled.series}
        measures={offeredIn(draft)}
        own={draft.own}
        targets={draft.targets}
        problems={problems}
        onChange={(targets) => set({ targets })}
      />
      <FormEnd
        label={sayOnPage(sprint ? 'common.save' : 'sprint.set')}
        busy={filled.busy}
        error={meanwhile ?? (Object.keys(theirs).length > 0 ? null : error)}
        onClose={onDone}
      />
    </form>
  );
}
