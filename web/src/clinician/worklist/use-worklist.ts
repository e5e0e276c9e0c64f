import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { AlertRow } from '../../api/types.js';
import { useLive } from '../../live/live.js';
import { type Filters, nameOf } from './filters.js';
import type { Pages } from './worklist-pages.js';
import type { WorklistState } from './worklist-state.js';
import { createWorklistStore } from './worklist-store.js';

export interface WorklistHandle extends Pages {
  state: WorklistState | null;
  error: Error | null;
  retry: () => void;
  /** What one has just done, before the server has answered or after. */
  show: (row: AlertRow, gone: boolean) => void;
  /** A row as it stands this moment, which may be newer than what is drawn. */
  find: (alertId: string) => AlertRow | undefined;
  showNew: () => void;
  /** Asks the server how an alert stands on this list, and for its counts. */
  ask: (alertId: string) => void;
  failedMore: boolean;
}

/** One list of alerts, kept current. Give the component that uses it a key of its filters. */
export function useWorklist(filters: Filters): WorklistHandle {
  const queries = useQueryClient();
  const queryKey = ['worklist', nameOf(filters)];
  const [store] = useState(() => createWorklistStore(filters, () => queries.invalidateQueries({ queryKey })));
  const state = useSyncExternalStore(store.subscribe, store.read);
  const failedMore = useSyncExternalStore(store.subscribe, store.failedMore);
  const list = useQuery({
    queryKey,
    queryFn: ({ signal }) => store.fetchAll(signal),
    // Who comes back from a visit sees the list as it is now, not as it was left.
    gcTime: 0,
  });
  const { data } = list;
  useEffect(() => {
    if (data) store.tell({ kind: 'list', list: data });
  }, [data, store]);
  const { listen } = useLive();
  useEffect(() => listen(({ kind, id }) => kind === 'alert' && store.ask(id)), [listen, store]);
  return {
    state,
    error: state ? null : list.error,
    retry: () => void list.refetch(),
    show: (row, gone) => store.tell({ kind: 'patch', row, gone }),
    find: (id) => store.read()?.board.placed.find(({ row }) => row.id === id)?.row,
    showNew: () => store.tell({ kind: 'show-new' }),
    ask: store.ask,
    more: store.more,
    all: store.all,
    failedMore,
  };
}
