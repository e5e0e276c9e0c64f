import type { AlertList } from '../../api/types.js';
import { fetchWorklist } from '../../api/worklist.js';
import { oneAtATime } from '../../live/one-at-a-time.js';
import type { Filters } from './filters.js';

/** Of more news than that the whole list is fetched instead. */
const MOST_ASKED = 100;
const TRY_AGAIN_MS = 3_000;

interface Port {
  learnt: (asked: readonly string[], list: AlertList) => void;
  refetch: () => Promise<unknown>;
}

/**
 * Asks how alerts that the server rang for stand on this list: what one page costs does not grow with its list.
 *
 * @returns for each alert that has news
 */
export function createNews(filters: Filters, port: Port): (alertId: string) => void {
  const asked = new Set<string>();
  const catchUp = oneAtATime(async () => {
    const ids = [...asked];
    asked.clear();
    if (ids.length === 0) return;
    if (ids.length > MOST_ASKED) return void (await port.refetch());
    try {
      port.learnt(ids, await fetchWorklist(filters, { ids, rows: MOST_ASKED }));
    } catch {
      // Nobody rings twice: what could not be asked is asked again.
      for (const id of ids) asked.add(id);
      setTimeout(catchUp, TRY_AGAIN_MS);
    }
  });
  return (alertId) => {
    asked.add(alertId);
    catchUp();
  };
}
