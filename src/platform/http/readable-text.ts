import type { FastifyInstance } from 'fastify';
import { type FieldError, invalid } from './domain-error.js';
import { sayable } from './sayable.js';

const UNREADABLE = 'must be UTF-8, percent-encoded (a percent sign is %25)';
const UNSTORABLE = 'must not hold the character U+0000';

/**
 * Refuses an address with text in it that nobody can keep or that two readers would read differently, whichever route it
 * leads to: what a JSON body is refused for, for queries and paths.
 *
 * @param isApi - pages do not read what stands behind them, and a link with a bare percent sign still opens them
 */
export function refuseUnreadableText(fastify: FastifyInstance, isApi: (path: string) => boolean): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { url } = request;
    if (!url.includes('%') || !isApi(url)) return done();
    const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : '';
    const wrong = findUnreadable(query) ?? findUnstorable(request.params as object);
    return wrong ? done(invalid([wrong], 400)) : done();
  });
}

/** The first parameter of a query, as it stands in an address, that cannot be read or kept. */
export function findUnreadable(query: string): FieldError | undefined {
  for (const parameter of query.split('&')) {
    const [name, ...value] = parameter.split('=').map(decode);
    if (name === null || value.includes(null)) return fault(name ?? '', UNREADABLE);
    if ([name, ...value].some((text) => text?.includes('\0'))) return fault(name ?? '', UNSTORABLE);
  }
  return undefined;
}

/** Parts of a path come decoded; the router has refused those that are no UTF-8. */
function findUnstorable(parameters: object): FieldError | undefined {
  const wrong = Object.entries(parameters).find(([, text]) => String(text).includes('\0'));
  return wrong && fault(wrong[0], UNSTORABLE);
}

const fault = (name: string, message: string): FieldError => ({
  path: sayable(name, 'parameter'),
  message,
  code: 'value',
});

/** Null: not UTF-8, or half an escape. Surrogates have no place in UTF-8, so none comes out of it alone. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
