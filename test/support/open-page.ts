import { io } from 'socket.io-client';
import { follow, type Told } from '../../web/src/live/follow.js';
import { SPREAD_MS } from '../../web/src/live/keep-connected.js';

export interface OpenPage {
  /** As when the page wakes up. */
  readonly wake: () => void;
  /** The line breaks without a word, as when a train enters a tunnel. */
  readonly breakLine: () => void;
  readonly close: () => void;
}

/**
 * What of an open page follows deliveries, without its picture: the page's own code, with a session's cookie.
 *
 * @param url - where it connects to and asks, read anew for each attempt
 */
export function openPage(url: () => string, cookie: string, told: Told): OpenPage {
  const socket = io(`${url()}/live`, {
    transports: ['websocket'],
    reconnectionDelay: 100 + Math.random() * SPREAD_MS,
    reconnectionDelayMax: 2_000,
    forceNew: true,
    auth: (give) => {
      const headers = { cookie, origin: url(), 'content-type': 'application/json' };
      fetch(`${url()}/api/v1/socket-ticket`, { method: 'POST', headers, body: '{}' }).then(
        async (answer) => give({ ticket: answer.ok ? ((await answer.json()) as { ticket: string }).ticket : '' }),
        () => give({ ticket: '' }),
      );
    },
  });
  // The next attempt may go to another node.
  socket.io.on('reconnect_attempt', () => ((socket.io as unknown as { uri: string }).uri = url()));
  const { resume, end } = follow(socket, told);
  return { wake: resume, breakLine: () => socket.io.engine?.close(), close: end };
}
