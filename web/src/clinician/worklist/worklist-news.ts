import type { AlertList } from '../../api/types.js';
import { fetchWorklist } from '../../api/worklist.js';
import { oneAtATime } from '../../live/one-at-a-time.js';
import type { Filters } from './filters.js';

/** Of more news than that the whole list is fetched instead. */
const MOST_ASKED = 100;
const TRY_AGAIN_MS = 3_000;
/** Counting looks at all that is open: news that follow one another closely are counted together. */
const COUNT_EVERY_MS = 3_000;

interface Port {
  learnt: (asked: readonly string[], list: AlertList) => void;
  refetch: () => Promise<unknown>;
}

/**
 * Asks how alerts that the server rang for stand on this list: what one page costs does not grow with its list, and of
 * many rings only some seconds apart with what is open.
 *
 * @returns for each alert that has news
 */
export function createNews(filters: Filters, port: Port, fetch = fetchWorklist): (alertId: string) => void {
  const asked = new Set<string>();
  let countedAt = Number.NEGATIVE_INFINITY;
  let recount: ReturnType<typeof setTimeout> | undefined;
  const ask = (ids: readonly string[]) => {
    for (const id of ids) asked.add(id);
    catchUp();
  };
  const catchUp = oneAtATime(async () => {
    const ids = [...asked];
    asked.clear();
    if (ids.length === 0) return;
    if (ids.length > MOST_ASKED) return void (await port.refetch());
    const counted = Date.now() - countedAt >= COUNT_EVERY_MS;
    try {
      port.learnt(ids, await fetch(filters, { ids, rows: MOST_ASKED, counted }));
    } catch {
      // Nobody rings twice: what could not be asked is asked again.
      setTimeout(ask, TRY_AGAIN_MS, ids);
      return;
    }
    if (counted) countedAt = Date.now();
    else
      recount ??= setTimeout(
        () => ((recount = undefined), ask(ids.slice(0, 1))),
        countedAt + COUNT_EVERY_MS - Date.now(),
      );
  });
  return (alertId) => ask([alertId]);
}
