import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import type { MetricId } from '../../../../src/metrics/index.js';
import { ApiError, newId, request } from '../../api/client.js';
import { seriesQuery } from '../../api/queries.js';
import type { NewSprint, PatientDetail, SeriesView, Sprint, SprintChange } from '../../api/types.js';
import { levelNow } from '../../charts/geometry.js';
import { FormEnd, TextField, useShowWrong } from '../../ui/index.js';
import { addDays, dayIn, daysBetween, sayOnPage } from '../../words/index.js';
import {
  chosenIn,
  draftOf,
  offeredIn,
  problemsOf,
  serverProblems,
  type SprintDraft,
  targetsOf,
} from './sprint-draft.js';
import { TargetsField } from './targets-field.js';

/** Six weeks: the longest a sprint may be. */
const USUAL_DAYS = 42;

/**
 * Sets a sprint, or corrects one.
 *
 * @param sprint - the one to correct; its first day stays
 */
export function SprintForm(props: { patient: PatientDetail; sprint: Sprint | null; onDone: () => void }) {
  const { patient, sprint, onDone } = props;
  const queries = useQueryClient();
  const today = dayIn(Date.now(), patient.timeZone);
  const series = useQuery(seriesQuery(patient.id, addDays(today, -55), today));
  const [draft, setDraft] = useState(() => (sprint ? draftOf(sprint) : newDraft(patient, today)));
  const [asked, setAsked] = useState<object | null>(null);
  const id = useRef(newId());
  const save = useMutation({
    mutationFn: () => {
      const goal = draft.goal.trim();
      const { startsOn, endsOn } = draft;
      const metrics = targetsOf(draft).map((one) => ({ ...one, ...startOf(series.data, one.metric) }));
      const at = `/api/v1/patients/${patient.id}/sprints`;
      if (!sprint) {
        const body: NewSprint = { id: id.current, goal, startsOn, endsOn, metrics };
        return request<Sprint>(at, { method: 'POST', body });
      }
      const body: SprintChange = { version: sprint.version, goal, endsOn, metrics };
      return request<Sprint>(`${at}/${sprint.id}`, { method: 'PUT', body });
    },
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['patient'] }),
        queries.invalidateQueries({ queryKey: ['trend', patient.id] }),
      ]);
      onDone();
    },
  });
  // What the server said was about what stood there before.
  const set = (change: Partial<SprintDraft>) => {
    setDraft((was) => ({ ...was, ...change }));
    if (save.isError) save.reset();
  };
  const mine = problemsOf(draft, sprint?.isEnded ? sprint.endsOn : null);
  const theirs = save.error instanceof ApiError ? serverProblems(save.error.errors, chosenIn(draft)) : {};
  const problems = asked ? { ...theirs, ...mine } : {};
  const form = useShowWrong(asked, save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.reset();
    setAsked({});
    if (Object.keys(mine).length === 0) save.mutate();
  };
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
          hint={lengthWords(draft)}
          onChange={(event) => set({ endsOn: event.currentTarget.value })}
          error={problems.endsOn ?? null}
        />
      </div>
      <TargetsField
        series={series.data}
        measures={offeredIn(draft)}
        targets={draft.targets}
        problems={problems}
        onChange={(targets) => set({ targets })}
      />
      <FormEnd
        label={sayOnPage(sprint ? 'common.save' : 'sprint.set')}
        busy={save.isPending}
        error={Object.keys(theirs).length > 0 ? null : save.error}
        onClose={onDone}
      />
    </form>
  );
}

/** After the one that runs, and after the one that is planned. */
function newDraft({ sprint, nextSprint }: PatientDetail, today: string): SprintDraft {
  const last = nextSprint ?? (sprint?.state === 'active' ? sprint : null);
  const startsOn = last ? addDays(last.endsOn, 1) : today;
  return { goal: '', startsOn, endsOn: addDays(startsOn, USUAL_DAYS - 1), own: [], targets: {} };
}

const lengthWords = ({ startsOn, endsOn }: SprintDraft): string =>
  sayOnPage('sprint.days', { days: startsOn && endsOn ? daysBetween(startsOn, endsOn) + 1 : 0 });

/** Where the sprint starts from: what is usual, or without that what is so now. */
function startOf(view: SeriesView | undefined, metric: MetricId): { baseline?: number } {
  const panel = view?.panels.find((p) => p.metric === metric);
  const baseline = panel?.usual?.middle ?? (panel ? levelNow(panel) : null);
  return baseline === null ? {} : { baseline };
}
