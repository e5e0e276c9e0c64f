import { io, type Socket } from 'socket.io-client';
import { request } from '../api/client.js';
import { SPREAD_MS } from './keep-connected.js';

/**
 * A socket to one namespace. Every connection attempt asks for a ticket of its own, because a ticket is good once.
 * Without a ticket the attempt still goes out and the server refuses it, which keeps the reconnection going.
 */
export function openSocket(namespace: '/live' | '/visits'): Socket {
  return io(namespace, {
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    reconnectionDelay: 300 + Math.random() * SPREAD_MS,
    reconnectionDelayMax: 5_000,
    forceNew: true,
    auth: (give) => {
      request<{ ticket: string }>('/api/v1/socket-ticket', { method: 'POST', body: {} }).then(
        ({ ticket }) => give({ ticket }),
        () => give({ ticket: '' }),
      );
    },
  });
}
