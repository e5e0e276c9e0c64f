import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { request } from '../../api/client.js';
import { treatmentsQuery } from '../../api/queries.js';
import type { Day, Treatment } from '../../api/types.js';
import { nameOf, sayAll } from '../../treatments/treatment-list.js';
import { FormEnd } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { isCode } from './use-treatment-form.js';

/** Asks once more: what was a mistake goes from list and charts. */
export function TakeBackTreatment(props: { patientId: string; treatment: Treatment; today: Day; onDone: () => void }) {
  const { patientId, today, onDone } = props;
  const queries = useQueryClient();
  const query = treatmentsQuery(patientId);
  const { queryKey } = query;
  // The list may be read anew beneath: what is taken back is what was shown when somebody was asked.
  const [treatment, setTreatment] = useState(props.treatment);
  const [newer, setNewer] = useState<Treatment | null>(null);
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
    onError: async (error) => {
      if (!isCode(error, 'TREATMENT_CHANGED')) return;
      const { items } = await queries.fetchQuery({ ...query, staleTime: 0 });
      const now = items.find(({ id }) => id === treatment.id);
      if (!now) return;
      setTreatment(now);
      setNewer(now);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setNewer(null);
    remove.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <p>{sayOnPage('treatment.takeBackWhat', { name: nameOf(treatment), kind: treatment.kind })}</p>
      <FormEnd
        label={sayOnPage('treatment.takeBack')}
        busy={remove.isPending}
        error={newer ? meanwhile(newer, today) : remove.error}
        onClose={onDone}
      />
    </form>
  );
}

const meanwhile = (newer: Treatment, today: Day) =>
  new Error(sayOnPage('treatment.meanwhileBack', { now: sayAll(newer, today) }));
