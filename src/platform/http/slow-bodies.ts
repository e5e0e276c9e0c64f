import type { FastifyInstance, FastifyRequest } from 'fastify';
import { asManyBodies } from './body-limits.js';
import { isLineType } from './line-body.js';

/** For node's `http.createServer`, which would also end a stream that is simply long: how long bodies take is said below. */
export const SLOW_HEADERS = { requestTimeout: 0, headersTimeout: 10_000, connectionsCheckingInterval: 5000 };
const MOST_HEADERS = 100;
/** For 2 MB: a phone that sends 35 kB a second is in time. Where a body may be longer, so may this be. */
const ORDINARY_MS = 60_000;
/** A stream or a file may take as long as it takes; so long may its sender say nothing. */
const SILENT_MS = 120_000;

const TOO_SLOW = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** Nobody holds a connection by sending a body that never ends: what is slow is answered 408, what is silent is cut off. */
export function limitSlowBodies(
  fastify: FastifyInstance,
  { ordinaryMs, silentMs } = { ordinaryMs: ORDINARY_MS, silentMs: SILENT_MS },
): void {
  fastify.server.maxHeadersCount = MOST_HEADERS;
  fastify.addHook('onRequest', (request, reply, done) => {
    const { raw } = request;
    // Node cuts off a socket that times out, and sets its own time again after the answer.
    if (isLong(request)) raw.socket.setTimeout(silentMs);
    else if (hasBody(request)) {
      const timer = setTimeout(
        () => {
          if (reply.raw.headersSent) raw.socket.destroy();
          else raw.socket.end(TOO_SLOW, () => raw.socket.destroy());
        },
        ordinaryMs * asManyBodies(request),
      );
      // It keeps no server that was stopped from ending.
      timer.unref();
      raw.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
    }
    done();
  });
}

export const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

function isLong({ headers }: FastifyRequest): boolean {
  const type = headers['content-type'] ?? '';
  return isLineType(type) || type.startsWith('multipart/');
}
