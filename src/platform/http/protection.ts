import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import helmet, { type HelmetOptions } from 'helmet';
import type { IncomingMessage, ServerResponse } from 'node:http';

export type Protect = (request: FastifyRequest, reply: FastifyReply) => void;
type Header = readonly [name: string, value: string];

/** Roads of programs: no browser shows what they answer, so only what holds a browser off is said. */
const isForPrograms = (url: string) => url.startsWith('/fhir') || url.startsWith('/ingest/');

/**
 * The headers that protect a browser, on every answer. helmet says which; it is asked once, because its answer depends
 * on nothing in a request, and writing a policy anew for each cost a tenth of a small one.
 *
 * @returns what sets them, for an answer that comes from no route
 */
export function protect(fastify: FastifyInstance, options: HelmetOptions): Protect {
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
  // What a page may switch on: a visit needs camera, microphone and screen; nothing needs the rest.
  forPages.push([
    'permissions-policy',
    'camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()',
  ]);
  // Data of patients stay in no cache; whoever serves what may be kept (the web app's files) says so.
  const dynamic: Header = ['cache-control', 'no-store'];
  const set: Protect = (request, reply) => {
    reply.raw.setHeader(...dynamic);
    for (const [name, value] of isForPrograms(request.url) ? forPrograms : forPages) reply.raw.setHeader(name, value);
  };
  fastify.addHook('onRequest', (request, reply, done) => {
    set(request, reply);
    done();
  });
  return set;
}

function headersOf(options: HelmetOptions): Header[] {
  const headers: Header[] = [];
  const collector = { setHeader: (...header: Header) => headers.push(header), removeHeader: () => undefined };
  helmet(options)({ headers: {} } as IncomingMessage, collector as unknown as ServerResponse, (error?: unknown) => {
    if (error) throw error;
  });
  return headers;
}
