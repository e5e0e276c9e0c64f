import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormVerb } from './verbs.js';

/** A shift; whoever comes back later begins anew. */
const KEPT_MS = 12 * 3_600_000;
const keyOf = (alertId: string | null, verb: FormVerb) => ['draft', alertId, verb];

/**
 * What somebody is writing about an alert. It outlives its form, whatever closes that: Escape, another row, another page.
 * Kept in memory beside what was loaded, so that it goes when the session does.
 *
 * @param alertId - null: about many at once, of which nothing is kept
 */
export function useDraft(alertId: string | null, verb: FormVerb): [string, (text: string) => void] {
  const queries = useQueryClient();
  const queryKey = keyOf(alertId, verb);
  const [text, setText] = useState(() => (alertId === null ? '' : (queries.getQueryData<string>(queryKey) ?? '')));
  const write = (to: string) => {
    setText(to);
    if (alertId === null) return;
    queries.setQueryDefaults(['draft'], { gcTime: KEPT_MS });
    queries.setQueryData(queryKey, to);
  };
  return [text, write];
}

/** It was sent. */
export const forgetDraft = (queries: QueryClient, alertId: string, verb: FormVerb): void =>
  queries.removeQueries({ queryKey: keyOf(alertId, verb), exact: true });
