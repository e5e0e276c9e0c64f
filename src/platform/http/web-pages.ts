import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from './domain-error.js';

const API_PREFIXES = [
  '/api/',
  '/fhir',
  '/ingest/',
  '/auth/',
  '/oauth/',
  '/socket.io',
  '/health/',
  '/metrics',
  '/.well-known/',
];

export const isApi = (path: string): boolean =>
  API_PREFIXES.some((prefix) => path === prefix.replace(/\/$/, '') || path.startsWith(prefix));

/** Is it a browser that opens an address, unlike a program or a page that asks for data? */
export const wantsPage = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && String(headers.accept ?? '').includes('text/html');

/** The web app at every address that is not the API's; which of its pages stands there it finds out itself. */
export async function serveWeb(fastify: FastifyInstance): Promise<void> {
  const root = webRoot();
  if (!root) return;
  await fastify.register(fastifyStatic, {
    root,
    wildcard: false,
    cacheControl: false,
    index: ['index.html'],
    setHeaders: (reply, path) => {
      void reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
      );
    },
  });
  fastify.get('/*', (request, reply) => {
    const path = pathOf(request);
    if (isApi(path) || /\.[a-z0-9]+$/i.test(path))
      throw new DomainError('NOT_FOUND', 404, 'There is nothing at this address.');
    return reply.header('cache-control', 'no-store').sendFile('index.html');
  });
}

/**
 * Shows a browser the web app, which says that there is no such page, where the address is none that the router can read: it
 * has no route then, and nothing of what is registered.
 *
 * @returns whether it did
 */
export function sendLostPage(request: FastifyRequest, reply: FastifyReply): boolean {
  const root = wantsPage(request) && !isApi(pathOf(request)) ? webRoot() : undefined;
  if (root === undefined) return false;
  void reply
    .status(404)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(readFileSync(join(root, 'index.html'), 'utf8'));
  return true;
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?')[0] ?? '/';

/** dist/web beside the compiled server, or beside the sources when tests run them. */
function webRoot(): string | undefined {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'dist', 'web');
    if (existsSync(join(candidate, 'index.html'))) return candidate;
  }
  return undefined;
}
