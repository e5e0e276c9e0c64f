import type { FastifyInstance } from 'fastify';

/** What apps that run in a browser, on a page of their own, may ask for. */
const FOR_APPS = /^\/(fhir|oauth|\.well-known)(\/|\?|$)/;

/**
 * Lets pages of other origins use the API with a bearer token. Cookies stay out of it: `*` never goes with credentials,
 * so a page elsewhere cannot act as whoever is signed in here.
 */
export function openToBrowserApps(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.headers.origin === undefined || !FOR_APPS.test(request.url)) return undefined;
    // The authorisation server asks each app's registration which origins are its own, unless somebody has answered before.
    if (request.url.startsWith('/oauth/') && request.method !== 'OPTIONS') return undefined;
    void reply.header('access-control-allow-origin', '*');
    void reply.header('access-control-expose-headers', 'etag, last-modified, location, retry-after');
    if (request.method !== 'OPTIONS') return undefined;
    return reply
      .header('access-control-allow-methods', 'GET, POST')
      .header(
        'access-control-allow-headers',
        'authorization, content-type, accept, idempotency-key, if-none-exist, if-none-match, prefer',
      )
      .header('access-control-max-age', '600')
      .status(204)
      .send();
  });
}
