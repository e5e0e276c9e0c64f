import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from './caller.js';
import type { ChokePoint } from './choke-point.js';

/**
 * No answer leaves before its audit row is durable: an act that has not written its own gets one here, and so does one
 * that a service refused. When it cannot be written, the answer is an error.
 */
export function auditAnswers(fastify: FastifyInstance, chokePoint: ChokePoint): void {
  fastify.addHook('onSend', (request: FastifyRequest & { caller?: Caller }, reply, payload, done) => {
    const { caller } = request;
    const refused = reply.statusCode === 403 || reply.statusCode === 404;
    if (!caller || (reply.statusCode >= 400 ? !refused : caller.act.written)) return done(null, payload);
    // An error of this hook brings us here again, with the answer that tells of it.
    delete request.caller;
    (refused ? chokePoint.deny(caller) : chokePoint.finish(caller)).then(
      () => done(null, payload),
      (error: Error) => done(error),
    );
  });
}
