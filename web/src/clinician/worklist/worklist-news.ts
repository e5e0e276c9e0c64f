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

export interface News {
  /** For each alert that has news. */
  readonly ask: (alertId: string) => void;
  /** For each alert that somebody here has acted on: an answer that is on its way would tell how it stood before. */
  readonly acted: (alertId: string) => void;
}

/**
 * Asks how alerts that the server rang for stand on this list: what one page costs does not grow with its list, and of
 * many rings only some seconds apart with what is open.
 */
export function createNews(filters: Filters, port: Port, fetch = fetchWorklist): News {
  const asked = new Set<string>();
  const acted = new Set<string>();
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
    acted.clear();
    try {
      const list = await fetch(filters, { ids, rows: MOST_ASKED, counted });
      const stands = (id: string) => !acted.has(id);
      port.learnt(ids.filter(stands), { ...list, items: list.items.filter(({ id }) => stands(id)) });
      for (const id of ids) if (!stands(id)) asked.add(id);
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
    if (asked.size > 0) ask([]);
  });
  return { ask: (alertId) => ask([alertId]), acted: (alertId) => void acted.add(alertId) };
}
