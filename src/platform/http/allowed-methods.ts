import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from './domain-error.js';

/** What a type takes, and one resource of it, /fhir says itself: the routes there are of any type. */
const ANSWERED_ELSEWHERE = new Set(['/fhir/:', '/fhir/:/:']);
/** Where the router leads what no route of its own takes: to pages (create-app.ts), or what /fhir says of any type. */
const LED_ASIDE = new Set(['/*', '/fhir/:type']);

/** What the addresses of our API take, as far as the routes say it: whose ids stand in an address makes no difference. */
export class AllowedMethods {
  private readonly addresses: { readonly pattern: RegExp; readonly allowed: ReadonlySet<string> }[] = [];

  /** @returns methods of all routes that an address may lead to; none: there is nothing at it */
  of(path: string): string[] {
    const fitting = this.addresses.filter(({ pattern }) => pattern.test(path));
    return [...new Set(fitting.flatMap(({ allowed }) => [...allowed]))].sort();
  }

  add(url: string, allowed: ReadonlySet<string>): void {
    const parts = url.split(/(:\w+|\*)/).map((part, i) => (i % 2 === 0 ? escaped(part) : WILD[part[0]!]!));
    this.addresses.push({ pattern: new RegExp(`^${parts.join('')}/?$`), allowed });
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const WILD: Readonly<Record<string, string>> = { ':': '[^/]+', '*': '.*' };

/**
 * `OPTIONS` of an address that is there says what may be done with it: https://www.rfc-editor.org/rfc/rfc9110#section-9.3.7.
 * What pages elsewhere may do is asked with an Origin, and answered in browser-apps.ts before this.
 *
 * @param isApi - pages and their files stay out of it
 */
export function tellAllowedMethods(fastify: FastifyInstance, isApi: (path: string) => boolean): AllowedMethods {
  const table = new AllowedMethods();
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
    if (known) return;
    table.add(url, allowed);
    if (answers.includes('OPTIONS')) return;
    const tell = async (_request: FastifyRequest, reply: FastifyReply) =>
      reply
        .header('allow', [...allowed].sort().join(', '))
        .status(204)
        .send();
    // Before a body is read, of which it takes none.
    fastify.options(url, { onRequest: tell }, tell);
  });
  return table;
}

/** Anything else that is asked of such an address is 405 with what it takes, and not as if there were nothing. */
export function refuseOtherMethods(fastify: FastifyInstance, table: AllowedMethods): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.is404 && !LED_ASIDE.has(request.routeOptions.url ?? '')) return done();
    const allowed = table.of(request.url.split('?', 1)[0]!);
    const isOther = allowed.length > 0 && !allowed.includes(request.method);
    return done(isOther ? methodRefused(request, reply, allowed) : undefined);
  });
}

/** @returns the refusal, of which the header is set: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6 */
export function methodRefused(
  { method }: FastifyRequest,
  reply: FastifyReply,
  allowed: readonly string[],
): DomainError {
  const taken = allowed.join(', ');
  void reply.header('allow', taken);
  return new DomainError('NOT_ALLOWED', 405, `${method} is not offered here: this address takes ${taken}.`);
}
