import type { FastifyInstance } from 'fastify';

/** A shorter one leaves in one write together with its headers. */
const LONG = 8192;

/**
 * Node puts headers and a text together before it writes them, so a long text is copied as often as it is touched (its
 * length, the headers, the wire). As bytes it is copied once.
 */
export function sendLongTextsAsBytes(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, _reply, payload, done) => {
    done(null, typeof payload === 'string' && payload.length > LONG ? Buffer.from(payload) : payload);
  });
}
