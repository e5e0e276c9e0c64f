import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Delivery } from '../api/types.js';
import { freshness } from './cursor.js';
import { follow } from './follow.js';
import { openSocket } from './socket.js';

interface Live {
  connected: boolean;
  lastHeardAt: number | null;
}
const LiveContext = createContext<Live>({ connected: false, lastHeardAt: null });

/**
 * Keeps the page's data as fresh as the server's: each delivery names what changed and what is cached about it is
 * fetched again. Nothing is taken from the delivery itself, so a lost one costs time, never truth.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [connected, setConnected] = useState(false);
  const [lastHeardAt, setLastHeardAt] = useState<number | null>(null);

  useEffect(() => {
    const socket = openSocket('/live');
    const { resume, end } = follow(socket, {
      heard: () => setLastHeardAt(Date.now()),
      changed: (delivery) => {
        for (const queryKey of touchedBy(delivery)) void queries.invalidateQueries({ queryKey });
      },
      anew: () => void queries.invalidateQueries({ predicate: (q) => LIVE_KINDS.has(String(q.queryKey[0])) }),
    });
    const onWake = () => {
      if (document.visibilityState === 'visible') resume();
    };
    socket.on('connect', () => {
      setConnected(true);
      void queries.refetchQueries({ predicate: (q) => q.state.status === 'error' });
    });
    socket.on('disconnect', () => setConnected(false));
    socket.on('connect_error', () => setConnected(false));
    document.addEventListener('visibilitychange', onWake);
    window.addEventListener('online', onWake);
    return () => {
      document.removeEventListener('visibilitychange', onWake);
      window.removeEventListener('online', onWake);
      end();
    };
  }, [queries]);

  const live = useMemo(() => ({ connected, lastHeardAt }), [connected, lastHeardAt]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

const LIVE_KINDS = new Set(['alert', 'visit', 'trend', 'patient']);

/** Which cached answers one delivery makes old. */
function touchedBy({ kind, id }: Delivery): readonly (readonly string[])[] {
  if (kind === 'alert') return [['alert']];
  if (kind === 'visit')
    return [
      ['visit', 'list'],
      ['visit', 'one', id],
      ['visit', 'note', id],
    ];
  if (kind === 'trend') return [['trend', id], ['patient']];
  return [['patient'], ['trend', id]];
}

/** How fresh the page is, told again every second. */
export function useFreshness(): { stale: boolean; seconds: number | null; connected: boolean } {
  const { connected, lastHeardAt } = useContext(LiveContext);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const mounted = useRef(Date.now());
  return {
    ...freshness(lastHeardAt ?? mounted.current, now),
    connected,
    ...(lastHeardAt === null && { seconds: null }),
  };
}

/** Longer than a reconnection after a short break takes; a bar must not flicker. */
const BREAK_MS = 6_000;

/** Since when the server cannot be reached, or null. Told only after a while, and taken back at once. */
export function useUnreachableSince(): number | null {
  const { connected } = useContext(LiveContext);
  const [since, setSince] = useState<number | null>(null);
  useEffect(() => {
    if (connected) return setSince(null);
    const began = Date.now();
    const timer = setTimeout(() => setSince(began), BREAK_MS);
    return () => clearTimeout(timer);
  }, [connected]);
  return since;
}

/** "Live, 2 s ago" with its dot; hollow and amber once nothing was heard for half a minute. */
export function LiveDot() {
  const { stale, seconds } = useFreshness();
  const words = stale
    ? seconds === null
      ? 'Not connected'
      : `Last heard ${seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`} ago`
    : seconds === null
      ? 'Connecting'
      : `Live, ${seconds} s ago`;
  return <span className={stale ? 'live stale' : 'live'}>{words}</span>;
}
