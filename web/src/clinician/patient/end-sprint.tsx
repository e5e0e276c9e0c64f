import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../../api/client.js';
import type { Sprint, SprintEnd } from '../../api/types.js';
import { FormEnd } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';

/** Asks once more, and says what becomes of it: today is the last day, or it is taken back. */
export function EndSprint({ patientId, sprint, onDone }: { patientId: string; sprint: Sprint; onDone: () => void }) {
  const queries = useQueryClient();
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
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    end.mutate();
  };
  const { state } = sprint;
  return (
    <form className="form" onSubmit={submit}>
      <p>{sayOnPage('sprint.endWhat', { state })}</p>
      <FormEnd label={sayOnPage('sprint.end', { state })} busy={end.isPending} error={end.error} onClose={onDone} />
    </form>
  );
}
