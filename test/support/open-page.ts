import { io } from 'socket.io-client';
import { follow, type Told } from '../../web/src/live/follow.js';
import { SPREAD_MS } from '../../web/src/live/keep-connected.js';

interface Stream {
  readonly pause: () => void;
  readonly resume: () => void;
}

export interface OpenPage {
  /** Hears again what came over the line meanwhile, and asks whether it lacks something. */
  readonly wake: () => void;
  /** The line breaks without a word, as when a train enters a tunnel. */
  readonly breakLine: () => void;
  /** It hears nothing until it wakes: a lid that is closed, a tab that is frozen. */
  readonly sleep: () => void;
  readonly close: () => void;
}

/**
 * What of an open page follows deliveries, without its picture: the page's own code, with a session's cookie.
 *
 * @param url - where it connects to and asks, read anew for each attempt
 */
export function openPage(url: () => string, cookie: string, told: Told): OpenPage {
  let base = url();
  const socket = io(`${base}/live`, {
    transports: ['websocket'],
    reconnectionDelay: 100 + Math.random() * SPREAD_MS,
    reconnectionDelayMax: 2_000,
    forceNew: true,
    auth: (give) => {
      const headers = { cookie, origin: base, 'content-type': 'application/json' };
      fetch(`${base}/api/v1/socket-ticket`, { method: 'POST', headers, body: '{}' }).then(
        async (answer) => give({ ticket: answer.ok ? ((await answer.json()) as { ticket: string }).ticket : '' }),
        () => give({ ticket: '' }),
      );
    },
  });
  // The next attempt may go to another node.
  const move = () => {
    base = url();
    (socket.io as unknown as { uri: string }).uri = base;
  };
  socket.io.on('reconnect_attempt', move);
  socket.on('connect_error', move);
  const { resume, end } = follow(socket, told);
  let asleep: Stream | undefined;
  return {
    wake: () => {
      asleep?.resume();
      asleep = undefined;
      resume();
    },
    sleep: () => {
      asleep ??= (socket.io.engine?.transport as unknown as { ws?: { _socket?: Stream } } | undefined)?.ws?._socket;
      asleep?.pause();
    },
    breakLine: () => socket.io.engine?.close(),
    close: end,
  };
}
