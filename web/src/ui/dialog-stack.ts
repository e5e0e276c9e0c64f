import { useId, useLayoutEffect, useRef, useSyncExternalStore } from 'react';

interface Open {
  readonly id: string;
  readonly close: () => void;
}
/** The dialogs that are open. Whichever was opened last lies above the others, has the focus, and Escape is for it alone. */
let stack: readonly Open[] = [];
const watchers = new Set<() => void>();
const subscribe = (watcher: () => void) => {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
};
function change(to: readonly Open[]): void {
  stack = to;
  // One listener for all: a key press closes one dialog, however many there are.
  if (stack.length > 0) window.addEventListener('keydown', onKey, { capture: true });
  else window.removeEventListener('keydown', onKey, { capture: true });
  watchers.forEach((watcher) => watcher());
}
function onKey(event: KeyboardEvent): void {
  if (event.key === 'Escape' && !event.isComposing) stack.at(-1)?.close();
}

/**
 * The place of a dialog among those that are open. Where it stands in the page says nothing: the question who one is belongs
 * to the whole page, and is asked above the dialog that needs the answer.
 *
 * @returns how many lie below it
 */
export function useDialogPlace(opened: boolean, onClose: () => void): number {
  const id = useId();
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    if (!opened) return undefined;
    change([...stack, { id, close: () => close.current() }]);
    return () => change(stack.filter((one) => one.id !== id));
  }, [opened, id]);
  const now = useSyncExternalStore(subscribe, () => stack);
  return Math.max(
    0,
    now.findIndex((one) => one.id === id),
  );
}
