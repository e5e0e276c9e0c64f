import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What a type takes, and one resource of it, /fhir says itself: the routes there are of any type. */
const ANSWERED_ELSEWHERE = new Set(['/fhir/:', '/fhir/:/:']);

/**
 * `OPTIONS` of an address that is there says what may be done with it: https://www.rfc-editor.org/rfc/rfc9110#section-9.3.7.
 * What pages elsewhere may do is asked with an Origin, and answered in browser-apps.ts before this.
 *
 * @param isApi - pages and their files stay out of it
 */
export function tellAllowedMethods(fastify: FastifyInstance, isApi: (path: string) => boolean): void {
  const methods = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method }) => {
    // The router tells addresses apart whatever their parameters are called.
    const address = url.replace(/:\w+/g, ':');
    if (!isApi(url) || ANSWERED_ELSEWHERE.has(address)) return;
    const known = methods.get(address);
    const allowed = known ?? new Set(['OPTIONS']);
    const answers = [method].flat();
    for (const one of answers) allowed.add(one);
    methods.set(address, allowed);
    if (known || answers.includes('OPTIONS')) return;
    const tell = async (_request: FastifyRequest, reply: FastifyReply) =>
      reply
        .header('allow', [...allowed].sort().join(', '))
        .status(204)
        .send();
    // Before a body is read, of which it takes none.
    fastify.options(url, { onRequest: tell }, tell);
  });
}
