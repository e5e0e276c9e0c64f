import type { PersonSocket } from './socket-person.js';

const MESSAGES_PER_SECOND = 20;
/** Nobody sends this much by mistake. */
const CUT_AT = 200;

/** May this message pass on to its handler? One that may not is answered here. */
export function admitMessage(socket: PersonSocket, packet: unknown[], events: readonly string[]): boolean {
  const pace = socket.data.pace;
  const now = Date.now();
  if (now - pace.since >= 1_000) Object.assign(pace, { since: now, count: 0 });
  pace.count += 1;
  if (pace.count > CUT_AT) {
    socket.disconnect(true);
    return false;
  }
  if (pace.count > MESSAGES_PER_SECOND)
    return refuse(packet, 'TOO_MANY_MESSAGES', `At most ${MESSAGES_PER_SECOND} messages a second.`);
  if (typeof packet[0] !== 'string' || !events.includes(packet[0]))
    return refuse(packet, 'UNKNOWN_EVENT', 'There is no such event here.');
  return true;
}

function refuse(packet: unknown[], code: string, message: string): false {
  const acknowledge = packet.at(-1);
  if (typeof acknowledge === 'function') acknowledge({ error: { code, message } });
  return false;
}
