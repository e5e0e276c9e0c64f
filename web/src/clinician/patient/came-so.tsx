import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client.js';
import { treatmentsQuery } from '../../api/queries.js';
import type { Treatment } from '../../api/types.js';
import { nameOf } from '../../treatments/treatment-list.js';
import { Button, Failed } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { changeOf } from './treatment-filling.js';
import { draftOf } from './treatment-draft.js';

/** Of what was planned, once its day has come: said again as it stands, it came so. */
export function CameSo({ patientId, treatment }: { patientId: string; treatment: Treatment }) {
  const queries = useQueryClient();
  const { queryKey } = treatmentsQuery(patientId);
  const say = useMutation({
    mutationFn: () =>
      request<Treatment>(`/api/v1/patients/${patientId}/treatments/${treatment.id}`, {
        method: 'PUT',
        body: changeOf(treatment, draftOf(treatment)),
      }),
    // Also after a refusal: what stands there is not what was read.
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey }),
        queries.invalidateQueries({ queryKey: ['trend', patientId] }),
      ]),
  });
  const { kind } = treatment;
  return (
    <>
      <Button
        small
        kind="quiet"
        busy={say.isPending}
        aria-label={`${sayOnPage('treatment.came', { kind })}: ${nameOf(treatment)}`}
        onClick={() => say.mutate()}
      >
        {sayOnPage('treatment.came', { kind })}
      </Button>
      {say.error && <Failed part={nameOf(treatment)} error={say.error} retry={() => say.mutate()} />}
    </>
  );
}
