import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/client.js';
import type { Visit } from '../api/types.js';

type Action = 'admit' | 'end' | 'arrive' | 'cancel';
export function useVisitAction(visitId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (action: Action) => request<Visit>(`/api/v1/visits/${visitId}/${action}`, { method: 'POST', body: {} }),
    onSuccess: (visit) => queries.setQueryData(['visit', 'one', visitId], visit),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['visit'] }),
  });
}

/**
 * A colleague who opens the page to read the note must not walk into the call: only the visit's own clinician, and
 * whoever admitted the patient in this tab, goes in without pressing anything.
 */
export function useJoining(visit: Visit, me: string): { joining: boolean; join: () => void } {
  const key = `stepwell.joined.${visit.id}`;
  const [joining, setJoining] = useState(() => visit.clinician.personId === me || sessionStorage.getItem(key) !== null);
  const join = () => {
    sessionStorage.setItem(key, '1');
    setJoining(true);
  };
  return { joining, join };
}
