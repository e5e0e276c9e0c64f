import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { request } from '../api/client.js';
import type { VisitJoin } from '../api/types.js';
import { useSession } from '../app/session.js';
import { VisitChannel, type Participant } from './channel.js';
import { findPassing, type Passing } from './who.js';
import { DirectRoom } from './direct-room.js';
import { LocalMedia } from './media.js';
import type { LocalView, RemoteView, Room, RoomQuality, RoomState } from './room.js';

export interface Presence {
  channel: VisitChannel | null;
  connected: boolean;
  participants: (Participant & { awaySince: number | null })[];
  /** Everybody whom this page has seen here, also once they are gone: a picture outlives its sender's line. */
  seen: ReadonlyMap<string, Participant>;
  /** The last time that the patient's place went from one person to another. */
  passed: Passing | null;
}

/** Who is here, told live. A change of the visit's state makes the page read it again. */
export function useVisitChannel(visitId: string): Presence {
  const { person } = useSession();
  const queries = useQueryClient();
  const [channel, setChannel] = useState<VisitChannel | null>(null);
  const [connected, setConnected] = useState(false);
  const [participants, setParticipants] = useState<Presence['participants']>([]);
  const [passed, setPassed] = useState<Passing | null>(null);
  const [seen] = useState(() => new Map<string, Participant>());
  useEffect(() => {
    const opened = new VisitChannel(visitId, person.id);
    let last: Participant[] = [];
    const reread = () => {
      void queries.invalidateQueries({ queryKey: ['visit', 'one', visitId] });
      void queries.invalidateQueries({ queryKey: ['visit', 'list'] });
    };
    opened.on('connected', setConnected);
    opened.on('state', reread);
    opened.on('presence', (now) => {
      for (const one of now) seen.set(one.personId, one);
      const passing = findPassing(last, now, 'patient');
      if (passing) setPassed(passing);
      last = now;
      setParticipants((before) =>
        now.map((p) => {
          const was = before.find((b) => b.personId === p.personId);
          // Only a going that we saw has a time; who was never here in our time is just away.
          const awaySince = was?.here ? Date.now() : (was?.awaySince ?? null);
          return { ...p, awaySince: p.here ? null : awaySince };
        }),
      );
    });
    setChannel(opened);
    return () => {
      opened.close();
      setChannel(null);
    };
  }, [visitId, person.id, queries, seen]);
  return { channel, connected, participants, seen, passed };
}

/**
 * That the place passed is news once the pictures did: whose line broke for a moment has lost it to nobody.
 *
 * @param pictured - whose picture is shown now
 */
export function useSeenPassing(passed: Passing | null, pictured: string | null): Passing | null {
  const [pictures, setPictures] = useState<{ now: string | null; before: string | null }>({ now: null, before: null });
  if (pictured && pictured !== pictures.now) setPictures({ now: pictured, before: pictures.now });
  const isSeen = passed?.to.personId === pictures.now && passed?.from.personId === pictures.before;
  return isSeen ? passed : null;
}

/**
 * Camera and microphone for as long as the page lives, whatever it shows; one question by the browser for all of it.
 *
 * @param allowed - while false nothing runs, and nothing can be started
 */
export function useLocalMedia(
  start: boolean,
  allowed = true,
): {
  media: LocalMedia | null;
  started: boolean;
  begin: (camera?: boolean) => void;
} {
  const [media, setMedia] = useState<LocalMedia | null>(null);
  const [started, setStarted] = useState(false);
  const [, setChanges] = useState(0);
  useEffect(() => {
    if (!allowed) return;
    const opened = new LocalMedia();
    opened.on('change', () => setChanges((n) => n + 1));
    setMedia(opened);
    setStarted(false);
    return () => {
      opened.stop();
      setMedia(null);
      setStarted(false);
    };
  }, [allowed]);
  const begin = useCallback((camera = true) => void media?.start({ camera }).finally(() => setStarted(true)), [media]);
  useEffect(() => {
    if (start && media && !started) begin();
  }, [start, media, started, begin]);
  return { media, started, begin };
}

export interface Call {
  room: Room | null;
  state: RoomState;
  quality: RoomQuality;
  remote: RemoteView | null;
  local: LocalView;
  /** The same person opened the call in another tab, which took it over. */
  elsewhere: boolean;
  error: unknown;
  /** Take the call (back) into this tab, or try again after an error. */
  again: () => void;
}
const BEFORE = {
  room: null,
  state: 'connecting' as RoomState,
  quality: 'good' as RoomQuality,
  remote: null,
  local: { microphone: true, camera: true },
  elsewhere: false,
  error: null as unknown,
};

/** In the call while `joined`: joins, follows the room, comes back after a reload, and leaves cleanly. */
export function useCall(
  visitId: string,
  media: LocalMedia | null,
  channel: VisitChannel | null,
  joined: boolean,
): Call {
  const [call, setCall] = useState<Omit<Call, 'again'>>(BEFORE);
  const [attempt, setAttempt] = useState(0);
  const again = useCallback(() => {
    channel?.takeOver();
    setAttempt((n) => n + 1);
  }, [channel]);
  useEffect(() => {
    if (!joined || !media || !channel) return;
    let room: Room | null = null;
    let over = false;
    const set = (change: Partial<Call>) => !over && setCall((before) => ({ ...before, ...change }));
    const join = () => request<VisitJoin>(`/api/v1/visits/${visitId}/join`, { method: 'POST', body: {} });
    const tabs = new BroadcastChannel(`stepwell-visit-${visitId}`);
    const giveWay = () => {
      room?.leave();
      set({ ...BEFORE, elsewhere: true });
    };
    tabs.onmessage = giveWay;
    tabs.postMessage('mine');
    setCall(BEFORE);
    const enter = async () => {
      const answer = await join();
      if (over) return;
      room = await openRoom(answer, media, channel, join);
      if (over) return room.leave();
      set({ room });
      room.on('state', (state) => set({ state }));
      room.on('quality', (quality) => set({ quality }));
      room.on('remote', (remote) => set({ remote }));
      room.on('local', (local) => set({ local }));
      room.on('elsewhere', giveWay);
      await room.connect();
    };
    let retry: ReturnType<typeof setTimeout> | undefined;
    const tryEnter = (): void =>
      void enter().catch((error: unknown) => {
        set({ error });
        retry = setTimeout(() => !over && !room && tryEnter(), 4_000);
      });
    tryEnter();
    return () => {
      over = true;
      clearTimeout(retry);
      tabs.close();
      room?.leave();
    };
  }, [visitId, media, channel, joined, attempt]);
  return { ...call, again };
}

async function openRoom(
  join: VisitJoin,
  media: LocalMedia,
  channel: VisitChannel,
  rejoin: () => Promise<VisitJoin>,
): Promise<Room> {
  if (join.adapter === 'direct') return new DirectRoom(join, media, channel, rejoin);
  // Half a megabyte that only clinics with a LiveKit server need.
  const { LivekitRoom } = await import('./livekit-room.js');
  return new LivekitRoom(join, media, rejoin);
}

/** A clock that ticks while something on the page counts. */
export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** The value of the last render, for callbacks that outlive it. */
export function useLatest<T>(value: T): { readonly current: T } {
  const latest = useRef(value);
  latest.current = value;
  return latest;
}
