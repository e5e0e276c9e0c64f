import type { PersonSocket } from './socket-person.js';

const MESSAGES_PER_SECOND = 20;
/** Two browsers that look for a way to each other say a lot at once, then nothing. */
const BURST = 60;
/** Nobody overdraws that far by mistake. */
const CUT_AT = -200;

/** May this message pass on to its handler? One that may not is answered here. */
export function admitMessage(socket: PersonSocket, packet: unknown[], events: readonly string[]): boolean {
  const { pace } = socket.data;
  const now = Date.now();
  pace.left = Math.min(BURST, pace.left + ((now - pace.filledAt) / 1_000) * MESSAGES_PER_SECOND) - 1;
  pace.filledAt = now;
  if (pace.left < CUT_AT) {
    socket.disconnect(true);
    return false;
  }
  if (pace.left < 0) return refuse(packet, 'TOO_MANY_MESSAGES', `At most ${MESSAGES_PER_SECOND} messages a second.`);
  if (typeof packet[0] !== 'string' || !events.includes(packet[0]))
    return refuse(packet, 'UNKNOWN_EVENT', 'There is no such event here.');
  return true;
}

function refuse(packet: unknown[], code: string, message: string): false {
  const acknowledge = packet.at(-1);
  if (typeof acknowledge === 'function') acknowledge({ error: { code, message } });
  return false;
}
