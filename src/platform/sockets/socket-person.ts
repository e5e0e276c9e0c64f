import type { DefaultEventsMap, Socket } from 'socket.io';
import type { Principal } from '../auth/caller.js';

/** What we know of an open socket. `principal` is renewed every few seconds: read it anew for each act. */
export interface SocketPerson {
  principal: Principal;
  /** How many messages it may send at once, and when that was last filled up. */
  pace: { left: number; filledAt: number };
}

/** A socket that has shown a ticket: no other gets as far as an event. */
export type PersonSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketPerson>;

export const personIdOf = (socket: PersonSocket): string => socket.data.principal.personId ?? '';
