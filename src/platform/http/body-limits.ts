import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addRouteConfig } from './route-config.js';

const MB = 1024 * 1024;
/** Once inflated, as all of these. */
export const BODY_BYTES = 2 * MB;
/** What a device or a vendor has gathered: 10,000 points with their names, a day of heart rate by the second. */
export const BATCH_BYTES = 8 * MB;
export const UPLOAD_BYTES = 2 * 1024 * MB;

/** This route takes a body of up to `BATCH_BYTES`. */
export const TakesBatches = () => addRouteConfig({ bodyBytes: BATCH_BYTES });

/** Fastify has a limit for each route, which Nest does not hand on. Before there are routes. */
export function limitBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const { bodyBytes } = (route.config ?? {}) as { bodyBytes?: number };
    if (bodyBytes !== undefined) route.bodyLimit = bodyBytes;
  });
}

export const tooLarge = ({ routeOptions }: FastifyRequest): string =>
  `The body is too large: at most ${routeOptions.bodyLimit / MB} MB, uploads excepted.`;

/** So many times what it may be a body is read off, so that its sender hears why it was refused. */
const READ_OFF = 4;

/**
 * Before a body that is too large is refused. Fastify closes the connection with the answer, and whoever is still writing then
 * finds a broken pipe in its place. What is not much longer is read off by node behind the answer, and forgotten; `limitSlowBodies`
 * bounds the time.
 */
export function readOff({ headers, routeOptions }: FastifyRequest, reply: FastifyReply): void {
  const length = Number(headers['content-length']);
  if (length <= READ_OFF * routeOptions.bodyLimit) reply.removeHeader('connection');
}

/** How many ordinary bodies this may be as long as. */
export const asManyBodies = ({ routeOptions }: FastifyRequest): number =>
  Math.max(1, routeOptions.bodyLimit / BODY_BYTES);
