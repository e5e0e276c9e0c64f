import type { FastifyInstance } from 'fastify';
import helmet, { type HelmetOptions } from 'helmet';
import type { IncomingMessage, ServerResponse } from 'node:http';

type Header = readonly [name: string, value: string];

/** Roads of programs: no browser shows what they answer, so only what holds a browser off is said. */
const isForPrograms = (url: string) => url.startsWith('/fhir') || url.startsWith('/ingest/');

/**
 * The headers that protect a browser, on every answer. helmet says which; it is asked once, because its answer depends
 * on nothing in a request, and writing a policy anew for each cost a tenth of a small one.
 */
export function protect(fastify: FastifyInstance, options: HelmetOptions): void {
  const forPages = headersOf(options);
  const forPrograms = headersOf({
    strictTransportSecurity: options.strictTransportSecurity ?? true,
    referrerPolicy: options.referrerPolicy ?? true,
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xFrameOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    for (const [name, value] of isForPrograms(request.url) ? forPrograms : forPages) reply.raw.setHeader(name, value);
    done();
  });
}

function headersOf(options: HelmetOptions): Header[] {
  const headers: Header[] = [];
  const collector = { setHeader: (...header: Header) => headers.push(header), removeHeader: () => undefined };
  helmet(options)({ headers: {} } as IncomingMessage, collector as unknown as ServerResponse, (error?: unknown) => {
    if (error) throw error;
  });
  return headers;
}
