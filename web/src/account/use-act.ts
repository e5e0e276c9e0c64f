import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accountQuery } from '../api/queries.js';
import type { Told } from './section.js';
import { problemWords } from './sign-in.js';

/**
 * Does something to the account, says what came of it, and reads the account again, with all that belongs to it.
 *
 * @param readAgain - what is read again; null: whoever acts sees to that
 */
export function useAct(
  words: (error: unknown) => string = problemWords,
  readAgain: QueryKey | null = accountQuery.queryKey,
): {
  busy: boolean;
  told: Told;
  act: (run: () => Promise<unknown>, done?: string) => Promise<boolean>;
} {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [told, tell] = useState<Told>(null);
  const act = async (run: () => Promise<unknown>, done?: string) => {
    setBusy(true);
    tell(null);
    try {
      await run();
      if (done) tell({ ok: true, words: done });
      if (readAgain) await queries.invalidateQueries({ queryKey: readAgain });
      return true;
    } catch (error) {
      tell({ ok: false, words: words(error) });
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, told, act };
}
