import type { AlertList } from '../../api/types.js';
import { fetchWorklist, MOST_ROWS } from '../../api/worklist.js';
import type { Filters } from './filters.js';

/** Fills the screen a few times over; more comes when somebody goes there. */
export const PAGE_ROWS = 200;

interface Port {
  /** Where the next page begins, as of now; null: there is none. */
  next: () => string | null;
  page: (list: AlertList) => void;
  failed: (failed: boolean) => void;
}
export interface Pages {
  /** The next page, unless it is on its way. */
  more: () => void;
  /** All that is left. */
  all: () => Promise<void>;
}

/** Fetches the pages behind the last row, one after the other. */
export function createPages(filters: Filters, port: Port): Pages {
  let turn: Promise<unknown> = Promise.resolve();
  let busy = false;
  /** @returns whether there is another one */
  const fetchPage = async (rows: number): Promise<boolean> => {
    const after = port.next();
    if (after === null) return false;
    const list = await fetchWorklist(filters, { after, rows, counted: false });
    port.page(list);
    return list.next !== null;
  };
  const queue = (run: () => Promise<unknown>): Promise<void> => {
    const mine = turn.then(run).then(
      () => port.failed(false),
      () => port.failed(true),
    );
    turn = mine;
    return mine;
  };
  return {
    more: () => {
      if (busy) return;
      busy = true;
      void queue(() => fetchPage(PAGE_ROWS)).finally(() => (busy = false));
    },
    all: () =>
      queue(async () => {
        while (await fetchPage(MOST_ROWS));
      }),
  };
}
