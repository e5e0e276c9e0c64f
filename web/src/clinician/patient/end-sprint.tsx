import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError, request } from '../../api/client.js';
import { patientQuery } from '../../api/queries.js';
import type { Sprint, SprintEnd } from '../../api/types.js';
import { FormEnd } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { sprintWords } from './sprint-draft.js';
import { findSprintIn } from './sprint-filling.js';

/** Asks once more, and says what becomes of it: today is the last day, or it is taken back. */
export function EndSprint(props: { patientId: string; sprint: Sprint; onDone: () => void }) {
  const { patientId, onDone } = props;
  const queries = useQueryClient();
  // What is ended is what was shown when somebody was asked.
  const [sprint, setSprint] = useState(props.sprint);
  const [newer, setNewer] = useState<Sprint | null>(null);
  const end = useMutation({
    mutationFn: () => {
      const body: SprintEnd = { version: sprint.version };
      return request<Sprint>(`/api/v1/patients/${patientId}/sprints/${sprint.id}/end`, { method: 'POST', body });
    },
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['patient'] }),
        queries.invalidateQueries({ queryKey: ['trend', patientId] }),
      ]);
      onDone();
    },
    onError: async (error) => {
      if (!(error instanceof ApiError && error.code === 'SPRINT_CHANGED')) return;
      const patient = await queries.fetchQuery({ ...patientQuery(patientId), staleTime: 0 });
      const now = findSprintIn(patient, sprint.id);
      if (!now) return;
      setSprint(now);
      setNewer(now);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setNewer(null);
    end.mutate();
  };
  const { state } = sprint;
  const meanwhile = newer && new Error(sayOnPage('sprint.meanwhileEnd', { now: sprintWords(newer) }));
  return (
    <form className="form" onSubmit={submit}>
      <p>{sayOnPage('sprint.endWhat', { state })}</p>
      <FormEnd
        label={sayOnPage('sprint.end', { state })}
        busy={end.isPending}
        error={meanwhile ?? end.error}
        onClose={onDone}
      />
    </form>
  );
}
