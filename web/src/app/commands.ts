import { useEffect, useSyncExternalStore } from 'react';

/** What the page under the palette can do now: named, with the single key that does the same. */
export interface Command {
  id: string;
  label: string;
  hotkey?: string;
  run: () => void;
}

let commands: readonly Command[] = [];
const watchers = new Set<() => void>();
const subscribe = (watcher: () => void) => {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
};
function put(next: readonly Command[]): void {
  commands = next;
  for (const watcher of watchers) watcher();
}
const NONE: readonly Command[] = [];

/** Offers these in the palette as long as the page stands. Give a list that is made anew only when it changes. */
export function useCommands(offered: readonly Command[]): void {
  useEffect(() => {
    put(offered);
    return () => put(NONE);
  }, [offered]);
}
export const useOfferedCommands = (): readonly Command[] => useSyncExternalStore(subscribe, () => commands);
