import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError, request } from '../api/client.js';
import { zonesQuery } from '../api/queries.js';
import type { ZonesView } from '../api/types.js';
import { changeOf, type Draft, type Journey } from './journey-change.js';

/**
 * A patient's time zones, and the two ways of changing them: each is done once all that hangs on them has been asked for anew.
 *
 * @param onSaved - at once, so that nothing that was sent stands in the form
 */
export function useJourneys(patientId: string, onSaved: (draft: Draft) => void) {
  const queries = useQueryClient();
  const found = useQuery(zonesQuery(patientId));
  const path = `/api/v1/patients/${patientId}/time-zones`;
  const follow = async (view: ZonesView) => {
    queries.setQueryData(zonesQuery(patientId).queryKey, view);
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['patient', 'one', patientId] }),
      queries.invalidateQueries({ queryKey: ['trend', patientId] }),
    ]);
  };
  const save = useMutation({
    mutationFn: (draft: Draft) => request<ZonesView>(path, { method: 'PUT', body: changeOf(draft) }),
    onSuccess: (view, draft) => {
      onSaved(draft);
      return follow(view);
    },
    // Somebody else may have taken out what was to be put right.
    onError: () => queries.invalidateQueries({ queryKey: zonesQuery(patientId).queryKey }),
  });
  const takeOut = useMutation({
    mutationFn: async ({ since }: Journey) => {
      const view = await request<ZonesView>(`${path}/${encodeURIComponent(since)}`, { method: 'DELETE' }).catch(
        (error: unknown) => {
          if (isGone(error)) return null;
          throw error;
        },
      );
      return { view: view ?? (await request<ZonesView>(path)), wasGone: view === null };
    },
    onSuccess: ({ view }) => follow(view),
  });
  return { found, save, takeOut };
}

/** Is there no such journey any more? Somebody else was quicker, or moved it. */
export const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;
