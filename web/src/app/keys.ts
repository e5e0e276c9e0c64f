import { tinykeys } from 'tinykeys';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { createDeviceSwitch } from './device-switch.js';

/**
 * Single-key commands. They are silent while someone types or a dialog is open, and can be turned off, because a voice
 * user's words would otherwise press them (WCAG 2.1.4).
 */
const singleKeys = createDeviceSwitch('stepwell.keys');
export const setKeysEnabled = singleKeys.set;
export const useKeysEnabled = singleKeys.use;
type Bindings = Record<string, (event: KeyboardEvent) => void>;

const watchers = new Set<() => void>();
const tell = () => watchers.forEach((watcher) => watcher());
const subscribe = (watcher: () => void) => {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
};

let opened = false;
export function openKeys(): void {
  opened = true;
  tell();
}
export function closeKeys(): void {
  opened = false;
  tell();
}
export const useKeysOpened = (): boolean => useSyncExternalStore(subscribe, () => opened);

/** True when the key press belongs to a field or a dialog and not to the page. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('[role="dialog"], [role="menu"]')) return true;
  return target.matches('input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable="true"]');
}

export function useKeys(bindings: Bindings): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  const names = Object.keys(bindings).sort().join(' ');
  useEffect(() => {
    const guarded = names.split(' ').map((name) => [
      name,
      (event: KeyboardEvent) => {
        if (!singleKeys.isOn() || isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
        latest.current[name]?.(event);
      },
    ]);
    return tinykeys(window, Object.fromEntries(guarded) as Bindings);
  }, [names]);
}
