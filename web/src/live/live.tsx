import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Socket } from 'socket.io-client';
import type { Delivery } from '../api/types.js';
import { follow } from './follow.js';
import { oneAtATime } from './one-at-a-time.js';
import { openSocket } from './socket.js';
import { touchedBy } from './touched-by.js';

type Listener = (delivery: Delivery) => void;
interface Live {
  /** There is nothing to hear, so silence says nothing about the server. */
  silent: boolean;
  connected: boolean;
  lastHeardAt: number | null;
  /** For what is said besides deliveries. Null before the first connection. */
  socket: Socket | null;
  /** Told of every delivery once. @returns how to stop */
  listen: (listener: Listener) => () => void;
}
const LiveContext = createContext<Live>({
  silent: false,
  connected: false,
  lastHeardAt: null,
  socket: null,
  listen: () => () => undefined,
});
export const useLive = (): Live => useContext(LiveContext);

/**
 * Keeps the page's data as fresh as the server's: each delivery names what changed and what is cached about it is
 * fetched again. Nothing is taken from the delivery itself, so a lost one costs time, never truth.
 *
 * @param silent - nobody shares anything with this person: there is nothing to hear, and the server refuses
 */
export function LiveProvider({ children, silent }: { children: ReactNode; silent: boolean }) {
  const queries = useQueryClient();
  const [connected, setConnected] = useState(false);
  const [lastHeardAt, setLastHeardAt] = useState<number | null>(null);
  const [socket, setSocket] = useState<Socket | null>(null);
  const listeners = useRef(new Set<Listener>());

  useEffect(() => {
    if (silent) return undefined;
    const socket = openSocket('/live');
    setSocket(socket);
    const fetchAgain = createRefetcher(queries);
    const { resume, end } = follow(socket, {
      heard: () => setLastHeardAt(Date.now()),
      changed: (delivery) => {
        for (const queryKey of touchedBy(delivery)) fetchAgain(queryKey);
        for (const listener of listeners.current) listener(delivery);
      },
      anew: () => void queries.invalidateQueries({ predicate: (q) => LIVE_KINDS.has(String(q.queryKey[0])) }),
    });
    const onWake = () => {
      if (document.visibilityState === 'visible') resume();
    };
    socket.on('connect', () => {
      setConnected(true);
      void queries.refetchQueries({ predicate: (q) => q.state.status === 'error' });
      // What is known of the server's workers is as old as the break was.
      void queries.invalidateQueries({ queryKey: ['chain'] });
    });
    /** Closed or refused by the server: perhaps it is no longer ours to hear. */
    const sentAway = () => void queries.invalidateQueries({ queryKey: ['session'] });
    socket.on('disconnect', (reason) => {
      setConnected(false);
      if (reason === 'io server disconnect') sentAway();
    });
    socket.on('connect_error', () => {
      setConnected(false);
      if (!socket.active) sentAway();
    });
    document.addEventListener('visibilitychange', onWake);
    window.addEventListener('online', onWake);
    return () => {
      document.removeEventListener('visibilitychange', onWake);
      window.removeEventListener('online', onWake);
      end();
    };
  }, [queries, silent]);

  const live = useMemo(
    () => ({
      silent,
      connected,
      lastHeardAt,
      socket,
      listen: (listener: Listener) => {
        listeners.current.add(listener);
        return () => void listeners.current.delete(listener);
      },
    }),
    [silent, connected, lastHeardAt, socket],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** `worklist` is refetched as a whole only after such a break; a delivery makes it ask for the one alert. */
const LIVE_KINDS = new Set(['alert', 'worklist', 'visit', 'trend', 'patient', 'uploads', 'corrections']);

/** Fetches what is cached under a key again; a list of which a fetch is on its way waits for its turn. */
function createRefetcher(queries: QueryClient): (queryKey: readonly string[]) => void {
  const turns = new Map<string, () => void>();
  return (queryKey) => {
    if (queryKey.length > 2) return void queries.invalidateQueries({ queryKey });
    const name = queryKey.join('/');
    const turn = turns.get(name) ?? oneAtATime(() => queries.invalidateQueries({ queryKey }));
    turns.set(name, turn);
    turn();
  };
}

/** Longer than a reconnection after a short break takes; a bar must not flicker. */
const BREAK_MS = 6_000;

/** Since when the server cannot be reached, or null. Told only after a while, and taken back at once. */
export function useUnreachableSince(): number | null {
  const { connected, silent } = useContext(LiveContext);
  const [since, setSince] = useState<number | null>(null);
  useEffect(() => {
    if (connected || silent) return setSince(null);
    const began = Date.now();
    const timer = setTimeout(() => setSince(began), BREAK_MS);
    return () => clearTimeout(timer);
  }, [connected, silent]);
  return since;
}
