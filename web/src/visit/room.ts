import type { VisitJoin } from '../api/types.js';

/** What the page needs of a call, whichever road carries it: two browsers directly, or a LiveKit server. */
export type RoomState = 'connecting' | 'connected' | 'reconnecting' | 'failed';
export type RoomQuality = 'good' | 'weak';

/** Something that can be shown by a media element. LiveKit must do it itself: it watches the element's size. */
export interface Attachable {
  /** Answers the function that takes it off again. */
  attach(element: HTMLMediaElement): () => void;
}
export interface RemoteView {
  video: Attachable | null;
  audio: Attachable | null;
  /** What the other side says of itself; a frozen picture and a camera turned off are two things. */
  microphone: boolean;
  camera: boolean;
  /** Whose picture it is; null when nobody can say. */
  personId: string | null;
}
export interface LocalView {
  microphone: boolean;
  camera: boolean;
}
export interface RoomEvents {
  state: RoomState;
  quality: RoomQuality;
  remote: RemoteView | null;
  local: LocalView;
  /** This person is in the call with another device now, which took it over. */
  elsewhere: null;
}
export interface Room {
  connect(): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  leave(): void;
  on<K extends keyof RoomEvents>(event: K, listener: (value: RoomEvents[K]) => void): () => void;
}
/** Asks the server again: fresh tokens and TURN credentials. Fails once the visit is over. */
export type Rejoin = () => Promise<VisitJoin>;

/** Listeners by event name; `on` answers the function that removes the listener. */
export class Emitter<Events> {
  readonly #listeners = new Map<keyof Events, Set<(value: never) => void>>();

  on<K extends keyof Events>(event: K, listener: (value: Events[K]) => void): () => void {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set.add(listener as (value: never) => void));
    return () => void set.delete(listener as (value: never) => void);
  }

  protected emit<K extends keyof Events>(event: K, value: Events[K]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (value: Events[K]) => void)(value);
  }
}

export interface LinkSample {
  roundTripMs: number | null;
  received: number;
  lost: number;
}

/** Weak: speech begins to suffer. Above 400 ms people talk over each other (ITU-T G.114), above 5 % loss words go. */
export function decideQuality(before: LinkSample | null, now: LinkSample): RoomQuality {
  const received = now.received - (before?.received ?? 0);
  const lost = Math.max(0, now.lost - (before?.lost ?? 0));
  const lossy = received + lost >= 50 && lost / (received + lost) > 0.05;
  return lossy || (now.roundTripMs ?? 0) > 400 ? 'weak' : 'good';
}
