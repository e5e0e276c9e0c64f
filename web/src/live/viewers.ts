import { useEffect, useState } from 'react';
import type { Uuid, Viewer } from '../api/types.js';
import { useLive } from './live.js';

/** Somebody who only passes a row with J and K is not viewing it. */
const STAY_MS = 400;
/** Well within the time after which the server takes silence for having left. */
const BEAT_MS = 15_000;

/** Who else has this alert open. Tells the server that this page has, as long as it is in sight. */
export function useViewers(alertId: Uuid | null): readonly Viewer[] {
  const { socket, connected } = useLive();
  const [seen, setSeen] = useState<{ alertId: Uuid; viewers: readonly Viewer[] } | null>(null);
  useEffect(() => {
    if (!socket || !connected || alertId === null) return undefined;
    const take = (viewers: readonly Viewer[] | undefined) => viewers && setSeen({ alertId, viewers });
    let told = false;
    const beat = () => {
      told = true;
      if (document.visibilityState !== 'visible') socket.emit('view', { alertId: null });
      else socket.emit('view', { alertId }, (answer: { viewers?: readonly Viewer[] }) => take(answer.viewers));
    };
    const hear = (news: { alertId: Uuid; viewers: readonly Viewer[] }) =>
      news.alertId === alertId ? take(news.viewers) : undefined;
    socket.on('viewers', hear);
    document.addEventListener('visibilitychange', beat);
    const stay = setTimeout(beat, STAY_MS);
    const timer = setInterval(beat, BEAT_MS);
    return () => {
      clearTimeout(stay);
      clearInterval(timer);
      document.removeEventListener('visibilitychange', beat);
      socket.off('viewers', hear);
      if (told) socket.emit('view', { alertId: null });
    };
  }, [socket, connected, alertId]);
  return connected && seen !== null && seen.alertId === alertId ? seen.viewers : [];
}
