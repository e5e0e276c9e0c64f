import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { createDeviceSwitch } from '../app/device-switch.js';
import { useNow } from '../app/now.js';
import { useOfflineSince } from '../app/online.js';
import { useSession } from '../app/session.js';
import { useLive } from '../live/live.js';
import { createAsker, hasMissed } from './missed.js';
import { playTone } from './tone.js';
import { look, type Watch } from './wake.js';

const LOOK_EVERY_MS = 5_000;
export const wakeSound = createDeviceSwitch('stepwell.sound');

const watchVisibility = (changed: () => void) => {
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
};
const isVisible = () => document.visibilityState === 'visible';

/** Sounds once when the page comes back, asleep, hidden or cut off as it was, to alerts that it has missed. */
export function WakeSound() {
  const { connected, lastHeardAt } = useLive();
  const { person } = useSession();
  const isOnline = useOfflineSince() === null;
  const here = useSyncExternalStore(watchVisibility, isVisible) && isOnline && connected;
  useNow(LOOK_EVERY_MS);
  const [asker] = useState(() =>
    createAsker(
      (from) => hasMissed(from, person.id),
      () => wakeSound.isOn() && playTone(),
    ),
  );
  useEffect(() => () => asker.end(), [asker]);
  const watch = useRef<Watch | null>(null);
  useEffect(() => {
    const found = look(watch.current, { here, heardAt: lastHeardAt, now: Date.now() });
    watch.current = found.watch;
    if (found.wokeFrom !== null && wakeSound.isOn()) asker.woke(found.wokeFrom);
  });
  return null;
}
