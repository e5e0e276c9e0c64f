import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../../api/client.js';
import { treatmentsQuery } from '../../api/queries.js';
import type { Treatment } from '../../api/types.js';
import { nameOf } from '../../treatments/treatment-list.js';
import { FormEnd } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';

/** Asks once more: what was a mistake goes from list and charts. */
export function TakeBackTreatment(props: { patientId: string; treatment: Treatment; onDone: () => void }) {
  const { patientId, treatment, onDone } = props;
  const queries = useQueryClient();
  const { queryKey } = treatmentsQuery(patientId);
  const remove = useMutation({
    mutationFn: () =>
      request<void>(`/api/v1/patients/${patientId}/treatments/${treatment.id}?version=${treatment.version}`, {
        method: 'DELETE',
      }),
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey }),
        queries.invalidateQueries({ queryKey: ['trend', patientId] }),
      ]);
      onDone();
    },
    onError: () => void queries.invalidateQueries({ queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    remove.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <p>{sayOnPage('treatment.takeBackWhat', { name: nameOf(treatment), kind: treatment.kind })}</p>
      <FormEnd label={sayOnPage('treatment.takeBack')} busy={remove.isPending} error={remove.error} onClose={onDone} />
    </form>
  );
}
