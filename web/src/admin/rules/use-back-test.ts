import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { newId, request } from '../../api/client.js';
import { backTestQuery } from '../../api/queries.js';
import type { BackTest, BackTestChange } from '../../api/types.js';

const path = '/api/v1/back-tests';

/** One back-test at a time: begun, looked at while it goes on, stopped. */
export function useBackTest() {
  const queries = useQueryClient();
  const [id, setId] = useState<string | null>(null);
  const [tried, setTried] = useState<BackTestChange | null>(null);
  const keep = (test: BackTest) => queries.setQueryData(backTestQuery(test.id).queryKey, test);
  const begin = useMutation({
    mutationFn: (change: BackTestChange) => request<BackTest>(path, { method: 'POST', body: { id: newId(), change } }),
    onSuccess: (test, change) => {
      keep(test);
      setId(test.id);
      setTried(change);
    },
  });
  const stop = useMutation({
    mutationFn: () => request<BackTest>(`${path}/${id}/cancel`, { method: 'POST', body: {} }),
    onSuccess: keep,
  });
  const test = useQuery({ ...backTestQuery(id ?? ''), enabled: id !== null });
  return { begin, stop, test, tried };
}
export type BackTesting = ReturnType<typeof useBackTest>;
