import type { AlertList } from '../../api/types.js';
import { fetchWorklistTo } from '../../api/worklist.js';
import type { Filters } from './filters.js';
import { createNews } from './worklist-news.js';
import { createPages, PAGE_ROWS, type Pages } from './worklist-pages.js';
import { reduce, type WorklistEvent, type WorklistState } from './worklist-state.js';

/** One list of alerts as this page has it: pages, news and one's own acts come together here. */
export interface WorklistStore extends Pages {
  read: () => WorklistState | null;
  subscribe: (watcher: () => void) => () => void;
  tell: (event: WorklistEvent) => void;
  /** Asks the server how an alert stands on this list, and for its counts. */
  ask: (alertId: string) => void;
  /** The list from its beginning, as far as somebody has gone. */
  fetchAll: (signal: AbortSignal) => Promise<AlertList>;
  failedMore: () => boolean;
}

/** @param refetch - has `fetchAll` asked again, and its answer told here */
export function createWorklistStore(filters: Filters, refetch: () => Promise<unknown>): WorklistStore {
  let state: WorklistState | null = null;
  let rows = PAGE_ROWS;
  let failed = false;
  const watchers = new Set<() => void>();
  const changed = () => watchers.forEach((watcher) => watcher());
  const news = createNews(filters, { learnt: (asked, list) => tell({ kind: 'learnt', asked, list }), refetch });
  const tell = (event: WorklistEvent) => {
    if (event.kind === 'patch') news.acted(event.row.id);
    state = reduce(state, event);
    changed();
  };
  return {
    read: () => state,
    subscribe: (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    tell,
    ask: news.ask,
    fetchAll: (signal) => fetchWorklistTo(filters, rows, signal),
    failedMore: () => failed,
    ...createPages(filters, {
      next: () => state?.board.next ?? null,
      page: (list) => {
        rows += list.items.length;
        tell({ kind: 'page', list });
      },
      failed: (now) => {
        failed = now;
        changed();
      },
    }),
  };
}
