import type { Socket } from 'socket.io-client';
import type { Delivery } from '../api/types.js';
import { Acknowledger } from './acknowledge.js';
import { afterResume, FROM_NOW, RESUME_EVERY_MS, take, type CursorState } from './cursor.js';
import { keepConnected } from './keep-connected.js';

const ANSWER_WITHIN_MS = 10_000;

export interface Told {
  /** The server was heard. */
  readonly heard: () => void;
  /** Once for each delivery, in order, however often it arrives. */
  readonly changed: (delivery: Delivery) => void;
  /** What came before is not told one by one: everything that is shown is to be fetched again. */
  readonly anew: () => void;
}

/**
 * Follows a person's deliveries over a line that may break, to nodes that may die, and over sleep: says the cursor on
 * every connect, every 25 s and whenever it is asked to.
 *
 * @returns `resume` asks now whether something is lacking; `end` ends it all
 */
export function follow(socket: Socket, told: Told): { resume: () => void; end: () => void } {
  const close = keepConnected(socket);
  const acknowledger = new Acknowledger((cursor) => socket.emit('ack', { cursor }));
  let state: CursorState = FROM_NOW;

  const resume = () => {
    if (!socket.connected) return;
    socket
      .timeout(ANSWER_WITHIN_MS)
      .emit('resume', { cursor: state.cursor }, (error: unknown, answer?: { cursor: number }) => {
        // A line over which nothing comes back is broken, whatever it looks like from here: after sleep it often is.
        if (error) return void socket.io.engine?.close();
        if (typeof answer?.cursor !== 'number') return;
        told.heard();
        const first = state.cursor === null;
        state = afterResume(state, answer);
        // What changed between the page's first fetch and the first cursor is in neither.
        if (first) told.anew();
      });
  };
  socket.on('connect', resume);
  socket.on('heartbeat', told.heard);
  socket.on('delivery', (delivery: Delivery) => {
    told.heard();
    const taken = take(state, delivery);
    state = taken.state;
    acknowledger.has(delivery.cursor);
    if (taken.fresh) told.changed(delivery);
  });
  socket.on('resync', () => {
    state = FROM_NOW;
    acknowledger.reset();
    resume();
  });
  const timer = setInterval(resume, RESUME_EVERY_MS);
  return {
    resume,
    end: () => {
      clearInterval(timer);
      acknowledger.reset();
      close();
    },
  };
}
