import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Namespace } from 'socket.io';
import { Principals } from '../auth/principals.js';
import { logger } from '../telemetry/logger.js';
import { repeat } from '../clock/repeat.js';
import { admitMessage } from './socket-pace.js';
import type { PersonSocket } from './socket-person.js';
import { HandshakeAuth } from './sockets.schema.js';

const RIGHTS_EVERY_MS = 4_000;

/** Who is behind each open socket of this node, and for how long yet. */
@Injectable()
export class SocketPeople implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sockets = new Set<PersonSocket>();
  private renewing: { stop: () => Promise<void> } | undefined;

  constructor(private readonly principals: Principals) {}

  onApplicationBootstrap(): void {
    this.renewing = repeat('socket rights', RIGHTS_EVERY_MS, () => this.renewRights());
  }

  /** Guards a namespace: no event without a ticket shown, no flood, none but these events. */
  guard(namespace: Namespace, events: readonly string[]): void {
    namespace.use((socket, next) => {
      this.identify(socket as unknown as PersonSocket).then(
        (known) => next(known ? undefined : new Error('unauthorized')),
        (error: unknown) => {
          logger.warn({ code: (error as { code?: string }).code }, 'socket handshake failed');
          next(new Error('unavailable'));
        },
      );
    });
    namespace.on('connection', (plain) => {
      const socket = plain as unknown as PersonSocket;
      this.sockets.add(socket);
      socket.on('disconnect', () => this.sockets.delete(socket));
      socket.use((packet, next) => admitMessage(socket, packet, events) && next());
    });
  }

  private async identify(socket: PersonSocket): Promise<boolean> {
    const auth = HandshakeAuth.safeParse(socket.handshake.auth);
    const principal = auth.success ? await this.principals.fromTicket(auth.data.ticket) : undefined;
    if (!principal?.personId) return false;
    socket.data = { principal, pace: { left: 0, filledAt: 0 } };
    return true;
  }

  /** Reads everybody's rights again, in one query for sessions and one per clinic; sends away whose have ended. */
  private async renewRights(): Promise<void> {
    if (this.sockets.size === 0) return;
    const asked = [...this.sockets].map((socket) => ({ socket, before: socket.data.principal }));
    const now = await this.principals.refreshAll(asked.map(({ before }) => before));
    for (const { socket, before } of asked) {
      const principal = now.get(before);
      if (principal) socket.data.principal = principal;
      else socket.disconnect(true);
    }
  }

  /**
   * Before the HTTP server closes, so that it has nothing left to wait for. The line is broken rather than the socket
   * ended: who is sent away by name does not come back by itself, and these should, to another node or to the next start.
   */
  async beforeApplicationShutdown(): Promise<void> {
    await this.renewing?.stop();
    for (const socket of this.sockets) {
      socket.emit('restart', {});
      socket.conn.close();
    }
  }
}
