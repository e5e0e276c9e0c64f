import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useAct } from './use-act.js';

/**
 * Changing settings of which each choice is sent at once. A choice is shown when it is made; changes go one after the other,
 * and what the server has is read again only once the last of them is done, so that no answer puts back what was chosen since.
 *
 * @param queryKey - what the settings are cached under
 */
export function useLine<Settings>(queryKey: QueryKey, words?: (error: unknown) => string) {
  const queries = useQueryClient();
  const { busy, told, act } = useAct(words, null);
  const line = useRef<{ last: Promise<unknown>; waiting: number }>({ last: Promise.resolve(), waiting: 0 });
  const change = (run: () => Promise<unknown>, done?: string) =>
    act(async () => {
      const { current } = line;
      current.waiting++;
      const mine = current.last.then(run);
      current.last = mine.catch(() => undefined);
      try {
        await mine;
      } finally {
        if (--current.waiting === 0) await queries.invalidateQueries({ queryKey });
      }
    }, done);
  /** Shows what is chosen. @returns all as it is now; undefined: nothing is known yet, and nothing can be chosen */
  const choose = (part: Partial<Settings>): Settings | undefined => {
    const before = queries.getQueryData<Settings>(queryKey);
    if (!before) return undefined;
    void queries.cancelQueries({ queryKey });
    const now = { ...before, ...part };
    queries.setQueryData(queryKey, now);
    return now;
  };
  return { busy, told, change, choose };
}
