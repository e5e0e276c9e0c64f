import { ApiError } from '../api/api-error.js';
import type { Uuid } from '../api/types.js';
import { fetchWorklist } from '../api/worklist.js';
import { USUAL } from '../clinician/worklist/filters.js';
import { oneAtATime } from '../live/one-at-a-time.js';
import { isMissed, isPressing } from './wake.js';

const ROWS = 100;
const TRY_AGAIN_MS = 3_000;

/** Has an alert come since then, by this page's clock, that somebody who comes back should hear of? */
export async function hasMissed(from: number, me: Uuid, fetch = fetchWorklist): Promise<boolean> {
  for (let after: string | undefined; ;) {
    const { items, next, asOf } = await fetch(USUAL, { after, rows: ROWS, counted: false });
    // Clocks differ, and the time that has gone by does not.
    const since = Date.parse(asOf) - (Date.now() - from);
    if (items.some((row) => isMissed(row, since, me))) return true;
    const last = items.at(-1);
    if (next === null || !last || !isPressing(last)) return false;
    after = next;
  }
}

/** Asks after each wake, until there is an answer: one tone for all that was missed. */
export function createAsker(ask: (from: number) => Promise<boolean>, sound: () => void) {
  let from: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const go = oneAtATime(async () => {
    if (from === null) return;
    const asked = from;
    from = null;
    try {
      if (await ask(asked)) sound();
    } catch (error) {
      // Refused is refused; a line that is not up yet will be.
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) return;
      from = Math.min(asked, from ?? asked);
      timer = setTimeout(go, TRY_AGAIN_MS);
    }
  });
  return {
    woke: (since: number) => {
      clearTimeout(timer);
      from = Math.min(since, from ?? since);
      go();
    },
    end: () => {
      clearTimeout(timer);
      from = null;
    },
  };
}
