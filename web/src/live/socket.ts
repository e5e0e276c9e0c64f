import { io, type Socket } from 'socket.io-client';
import { request } from '../api/client.js';

/** Hundreds of pages lose a node at the same moment: they come back over this long, not all at once. */
const SPREAD_MS = 1_500;

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

/**
 * socket.io gives up for good when the server ends a socket, or refuses its handshake. A page that is open wants to come
 * back all the same: the refusal may have been of a moment.
 *
 * @returns ends the socket and every attempt
 */
export function keepConnected(socket: Socket): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = () => {
    clearTimeout(timer);
    if (!socket.active) timer = setTimeout(() => socket.connect(), 1_500 + Math.random() * SPREAD_MS);
  };
  socket.on('disconnect', again);
  socket.on('connect_error', again);
  return () => {
    socket.off('disconnect', again);
    socket.off('connect_error', again);
    clearTimeout(timer);
    socket.disconnect();
  };
}
