import { useCallback, useState } from 'react';
import { MOST_AT_ONCE } from './use-bulk.js';

export interface Selection {
  ids: ReadonlySet<string>;
  toggle: (id: string) => void;
  clear: () => void;
  /** Only these stay selected: what could not be done may be tried again. */
  keep: (ids: readonly string[]) => void;
}

/** Which rows one act is to be done on; never more than the server takes at once. */
export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (id: string) =>
      setIds((before) => {
        const after = new Set(before);
        if (!after.delete(id) && after.size < MOST_AT_ONCE) after.add(id);
        return after;
      }),
    [],
  );
  return {
    ids,
    toggle,
    clear: () => setIds(new Set()),
    keep: (kept) => setIds(new Set(kept)),
  };
}
