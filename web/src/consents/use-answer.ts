import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.js';
import { consentsQuery, followersQuery } from '../api/queries.js';
import type { ConsentAnswer, ConsentPurpose, PurposeView } from '../api/types.js';

/** Sends an answer; what it is answered with takes its place among the others. */
export function useAnswer(patientId: string, purpose: ConsentPurpose) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (answer: ConsentAnswer) =>
      request<PurposeView>(`/api/v1/patients/${patientId}/consents/${purpose}`, { method: 'PUT', body: answer }),
    onSuccess: (view) => {
      queries.setQueryData(consentsQuery(patientId).queryKey, (all) =>
        all ? { items: all.items.map((item) => (item.purpose === purpose ? view : item)) } : all,
      );
      void queries.invalidateQueries({ queryKey: ['patient', 'one', patientId] });
      if (purpose === 'share-caregiver')
        void queries.invalidateQueries({ queryKey: followersQuery(patientId).queryKey });
      void queries.invalidateQueries({ queryKey: ['visit'] });
    },
    // The words may have changed under the page: it shows those that are in force now.
    onError: () => void queries.invalidateQueries({ queryKey: consentsQuery(patientId).queryKey }),
  });
}
