import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { DomainError } from './domain-error.js';

const SEARCH = /^(\/fhir\/[A-Za-z]{1,40})\/_search\/?(\?.*)?$/;
export const MOST_FORM_BYTES = 64 * 1024;
const asked = Symbol('a search by form');
type Asked = IncomingMessage & { [asked]?: true };

/**
 * `POST /fhir/<type>/_search` says by form what `GET /fhir/<type>` says by query, so that who is looked for stands in no
 * address: https://hl7.org/fhir/R4/http.html#search. It becomes that GET before routing: one road, one authorisation.
 *
 * @returns the address that is routed
 */
export function leadSearch(request: IncomingMessage, url: string): string {
  const [, type, query = ''] = request.method === 'POST' ? (SEARCH.exec(url) ?? []) : [];
  if (type === undefined) return url;
  request.method = 'GET';
  (request as Asked)[asked] = true;
  return type + query;
}

/** Puts the form's parameters behind those of the address. */
export function acceptSearchForms(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request) => {
    if (!(request.raw as Asked)[asked]) return;
    const form = await readForm(request.raw);
    const [path, query = ''] = request.url.split('?');
    request.raw.url = `${path}?${[query, form].filter(Boolean).join('&')}`;
  });
}

async function readForm(request: IncomingMessage): Promise<string> {
  const type = String(request.headers['content-type'] ?? '').split(';')[0]!;
  if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded' || request.headers['content-encoding'])
    throw new DomainError(
      'CONTENT_TYPE',
      415,
      'Send the search as application/x-www-form-urlencoded.',
      [],
      'not-supported',
    );
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_FORM_BYTES)
      throw new DomainError('TOO_LARGE', 413, 'A search may have at most 64 kB.', [], 'too-long');
    parts.push(part);
  }
  return Buffer.concat(parts)
    .toString('latin1')
    .replaceAll(/[^!-~]/g, escaped);
}

/** A client that escapes too little means the same; an address holds none of it bare. */
const escaped = (byte: string) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
