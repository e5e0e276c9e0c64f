import type { Socket } from 'socket.io-client';

/** Hundreds of pages lose a node at the same moment: they come back over this long, not all at once. */
export const SPREAD_MS = 1_500;

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
