import { useSyncExternalStore } from 'react';

export interface DeviceSwitch {
  isOn: () => boolean;
  set: (on: boolean) => void;
  use: () => boolean;
}

/** A choice that is kept on this device: on until somebody turns it off. */
export function createDeviceSwitch(key: string): DeviceSwitch {
  const watchers = new Set<() => void>();
  const subscribe = (watcher: () => void) => {
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  };
  let on = read(key);
  const isOn = () => on;
  return {
    isOn,
    set: (to) => {
      on = to;
      try {
        localStorage.setItem(key, to ? 'on' : 'off');
      } catch {
        // Without storage the choice lasts for this page.
      }
      watchers.forEach((watcher) => watcher());
    },
    use: () => useSyncExternalStore(subscribe, isOn),
  };
}

function read(key: string): boolean {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    return true;
  }
}
