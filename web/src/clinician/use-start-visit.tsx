import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { newId, request } from '../api/client.js';
import type { NewVisit, Visit } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { Confirm } from '../ui/index.js';
import { overlapWords } from '../visit/overlap-words.js';
import { sayOnPage } from '../words/index.js';

interface With {
  readonly patient: { readonly id: string; readonly name: string };
  readonly alertId?: string;
}

/**
 * A video visit from now on, and straight into its room. One that stands for now, of the patient or of whoever starts it, is
 * asked about: perhaps it is that one that should be opened.
 */
export function useStartVisit() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const zone = useClinicZone();
  const [asked, setAsked] = useState<With | null>(null);
  const start = useMutation({
    mutationFn: ({ patient, alertId, evenIfOverlapping }: With & { evenIfOverlapping: boolean }) => {
      const visit: NewVisit = {
        id: newId(),
        patientId: patient.id,
        startsAt: new Date().toISOString(),
        minutes: 30,
        modality: 'video',
        // Whoever starts one now is there, whatever the doors say.
        evenIfClosed: true,
        ...(evenIfOverlapping && { evenIfOverlapping }),
        ...(alertId && { alertId }),
      };
      return request<Visit>('/api/v1/visits', { method: 'POST', body: visit });
    },
    onSuccess: async (visit) => {
      void queries.invalidateQueries({ queryKey: ['visit'] });
      await navigate({ to: '/visits/$visitId', params: { visitId: visit.id } });
    },
  });
  const begin = (whom: With, evenIfOverlapping: boolean) => {
    setAsked(whom);
    start.mutate({ ...whom, evenIfOverlapping });
  };
  const overlap = overlapWords(start.error, { patient: asked?.patient.name ?? '', clinician: null }, zone);
  return {
    start: (whom: With) => begin(whom, false),
    isPending: start.isPending,
    error: overlap === null ? start.error : null,
    reset: start.reset,
    question: (
      <Confirm
        title={sayOnPage('visits.startTitle')}
        yes={sayOnPage('visits.startAllTheSame')}
        no={sayOnPage('visits.startNot')}
        opened={overlap !== null}
        onYes={() => asked && begin(asked, true)}
        onNo={start.reset}
      >
        {overlap}
      </Confirm>
    ),
  };
}
