import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { newId, request } from '../api/client.js';
import type { NewVisit, Visit } from '../api/types.js';

/** A video visit from now on, and straight into its room. */
export function useStartVisit() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ patientId, alertId }: { patientId: string; alertId?: string }) => {
      const visit: NewVisit = {
        id: newId(),
        patientId,
        startsAt: new Date().toISOString(),
        minutes: 30,
        modality: 'video',
        // Whoever starts one now is there, whatever the doors say.
        evenIfClosed: true,
        ...(alertId && { alertId }),
      };
      return request<Visit>('/api/v1/visits', { method: 'POST', body: visit });
    },
    onSuccess: async (visit) => {
      void queries.invalidateQueries({ queryKey: ['visit'] });
      await navigate({ to: '/visits/$visitId', params: { visitId: visit.id } });
    },
  });
}
