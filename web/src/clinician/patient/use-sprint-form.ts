import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { MetricId } from '../../../../src/metrics/index.js';
import { ApiError, newId, request } from '../../api/client.js';
import { patientQuery, seriesQuery } from '../../api/queries.js';
import type { Day, NewSprint, PatientDetail, SeriesView, Sprint, SprintChange } from '../../api/types.js';
import { levelNow } from '../../charts/geometry.js';
import { addDays } from '../../words/index.js';
import { chosenIn, draftOf, problemsOf, serverProblems, type SprintDraft, targetsOf } from './sprint-draft.js';
import { findSprintIn, type SprintFilling, takeNewerSprint } from './sprint-filling.js';

/** Six weeks: the longest a sprint may be. */
const USUAL_DAYS = 42;

/** The fields of a form that sets a sprint or corrects one, and what is sent of them. */
export function useSprintForm(options: {
  readonly patient: PatientDetail;
  /** The one to correct; null: a new one. */
  readonly sprint: Sprint | null;
  readonly today: Day;
  readonly onDone: () => void;
}) {
  const { patient, sprint, today, onDone } = options;
  const queries = useQueryClient();
  const series = useQuery(seriesQuery(patient.id, addDays(today, -55), today));
  const [filling, setFilling] = useState<SprintFilling>(() => ({
    opened: sprint,
    draft: sprint ? draftOf(sprint) : newDraft(patient, today),
    newer: null,
  }));
  const id = useRef(newId());
  const { opened, draft, newer } = filling;
  const save = useMutation({
    mutationFn: () => {
      const goal = draft.goal.trim();
      const { startsOn, endsOn } = draft;
      const metrics = targetsOf(draft).map((one) => ({ ...one, ...startOf(series.data, one.metric) }));
      const at = `/api/v1/patients/${patient.id}/sprints`;
      if (!opened) {
        const body: NewSprint = { id: id.current, goal, startsOn, endsOn, metrics };
        return request<Sprint>(at, { method: 'POST', body });
      }
      const body: SprintChange = { version: opened.version, goal, endsOn, metrics };
      return request<Sprint>(`${at}/${opened.id}`, { method: 'PUT', body });
    },
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['patient'] }),
        queries.invalidateQueries({ queryKey: ['trend', patient.id] }),
      ]);
      onDone();
    },
    onError: async (error) => {
      if (!(error instanceof ApiError)) return;
      // Set, and taken back before its answer came: whoever presses again sets another one.
      if (error.code === 'SPRINT_TAKEN_BACK') id.current = newId();
      if (error.code !== 'SPRINT_CHANGED' || !opened) return;
      const now = findSprintIn(await queries.fetchQuery({ ...patientQuery(patient.id), staleTime: 0 }), opened.id);
      if (now) setFilling((was) => takeNewerSprint(was, now));
    },
  });
  const set = (change: Partial<SprintDraft>) => {
    setFilling((was) => ({ ...was, draft: { ...was.draft, ...change } }));
    // What the server said was about what stood there before.
    if (save.isError) save.reset();
  };
  const send = () => {
    setFilling((was) => ({ ...was, newer: null }));
    save.mutate();
  };
  const error = newer ? null : save.error;
  return {
    series: series.data,
    draft,
    newer,
    set,
    send,
    forget: save.reset,
    busy: save.isPending,
    error,
    mine: problemsOf(draft, opened?.isEnded ? opened.endsOn : null),
    theirs: error instanceof ApiError ? serverProblems(error.errors, chosenIn(draft)) : {},
  };
}

/** After the one that runs, and after the one that is planned. */
function newDraft({ sprint, nextSprint }: PatientDetail, today: Day): SprintDraft {
  const last = nextSprint ?? (sprint?.state === 'active' ? sprint : null);
  const startsOn = last ? addDays(last.endsOn, 1) : today;
  return { goal: '', startsOn, endsOn: addDays(startsOn, USUAL_DAYS - 1), own: [], targets: {} };
}

/** Where the sprint starts from: what is usual, or without that what is so now. */
function startOf(view: SeriesView | undefined, metric: MetricId): { baseline?: number } {
  const panel = view?.panels.find((p) => p.metric === metric);
  const baseline = panel?.usual?.middle ?? (panel ? levelNow(panel) : null);
  return baseline === null ? {} : { baseline };
}
