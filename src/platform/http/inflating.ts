import type { Readable } from 'node:stream';
import type { FastifyCompressOptions } from '@fastify/compress';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from './domain-error.js';

/** NDJSON of devices shrinks to a twentieth; what grows this much is made to fill us up. */
export const MOST_GROWTH = 200;
export const GROWTH_COUNTS_FROM_BYTES = 8 * 1024 * 1024;
/** So long may the rest of a refused body come in, or its sender would never hear why. */
const REST_MS = 10_000;

const GROWS_TOO_MUCH = `The body grows to more than ${MOST_GROWTH} times its size when it is inflated. Send readings, or send them without content-encoding.`;

/** How compressed bodies are read. What we refuse in one is not for that no gzip. */
export const INFLATING = {
  requestEncodings: ['gzip', 'identity'],
  onInvalidRequestPayload: (_encoding, _request, error) => (error instanceof DomainError ? error : undefined),
} satisfies FastifyCompressOptions;

/** The names of codings have no case, and `x-gzip` is gzip: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1 */
export function nameEncodings(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ headers }, _reply, done) => {
    const encoding = headers['content-encoding'];
    if (encoding !== undefined)
      headers['content-encoding'] = encoding
        .trim()
        .toLowerCase()
        .replace(/^x-gzip$/, 'gzip');
    done();
  });
}

/** A compressed body may grow only so far: a bomb is refused, and what was stored before it stays. */
export function boundedGrowth(body: Readable, request: FastifyRequest, reply: FastifyReply): Readable {
  if (request.headers['content-encoding'] === undefined) return body;
  const { socket } = request.raw;
  const before = socket.bytesRead;
  let grown = 0;
  const count = (chunk: Buffer) => {
    grown += chunk.length;
    const growth = grown / Math.max(1, socket.bytesRead - before);
    if (grown <= GROWTH_COUNTS_FROM_BYTES || growth <= MOST_GROWTH) return;
    body.off('data', count);
    refuse(body, request, reply);
  };
  body.on('data', count);
  body.pause();
  return body;
}

/**
 * No more of it is inflated, and the rest is let go as it comes. Only then is the body ended: with it the connection ends
 * where the request has not, and the answer with the connection.
 */
function refuse(body: Readable, { raw }: FastifyRequest, reply: FastifyReply): void {
  if (!reply.raw.headersSent) void reply.header('connection', 'close');
  const end = () => {
    clearTimeout(timer);
    body.destroy(new DomainError('TOO_LARGE', 413, GROWS_TOO_MUCH));
  };
  const timer = setTimeout(end, REST_MS);
  if (raw.readableEnded) return end();
  raw.unpipe();
  raw.resume().once('end', end).once('close', end);
}
