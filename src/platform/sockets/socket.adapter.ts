import { IoAdapter } from '@nestjs/platform-socket.io';
import type { INestApplicationContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Server, ServerOptions } from 'socket.io';
import type { RequestLimits } from '../auth/request-limits.js';
import type { Config } from '../config/config.js';
import { peerAddresses } from '../http/peer-address.js';

/** A page always says where it is from. A program says nothing and brings no cookie; it still needs a ticket. */
const isWelcome = ({ headers: { origin, cookie } }: IncomingMessage, own: string): boolean =>
  origin === own || (origin === undefined && cookie === undefined);

/** Socket.IO with our limits: own origin only (CORS does not stop a WebSocket), so many an address, small messages. */
export class SocketAdapter extends IoAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly config: Config,
    private readonly limits: RequestLimits,
  ) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions) {
    const own = new URL(this.config.publicUrl).origin;
    const addressOf = peerAddresses(this.config.accounts.trustedProxies);
    const server: Server = super.createIOServer(port, {
      ...options,
      serveClient: false,
      maxHttpBufferSize: 64 * 1024,
      pingInterval: 10_000,
      pingTimeout: 8_000,
      // Whoever has not shown a ticket by then is sent away.
      connectTimeout: 10_000,
      allowRequest: (request: IncomingMessage, decide: (error: string | null, allowed: boolean) => void) =>
        decide(null, isWelcome(request, own) && this.limits.admitSocket(addressOf(request))),
    } as ServerOptions);
    // Nobody lives at the namespace by default, which asks for no ticket: whoever goes there would be kept for nothing.
    server.use((socket, next) => {
      next(new Error('unauthorized'));
      socket.conn.close();
    });
    return server;
  }
}
