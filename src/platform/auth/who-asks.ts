import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { DomainError, forbidden } from '../http/domain-error.js';
import { hasBody } from '../http/slow-bodies.js';
import { ruleOf } from './access.decorator.js';
import type { Principal } from './caller.js';
import { AGAIN_AFTER_MS, bearerOf, Callers } from './callers.js';
import { RequestLimits } from './request-limits.js';

/** Who is behind a request: found before a body of theirs is read, and asked again where that took long. */
@Injectable()
export class WhoAsks {
  private readonly known = new WeakMap<FastifyRequest, { principal: Principal; at: number }>();

  constructor(
    private readonly callers: Callers,
    private readonly config: Config,
    private readonly limits: RequestLimits,
  ) {}

  /** @throws DomainError SIGN_IN_NEEDED, CLINIC_NEEDED, FORBIDDEN for another site, TOO_MANY_REQUESTS for its address */
  async find(request: FastifyRequest): Promise<Principal> {
    const before = this.known.get(request);
    if (before && performance.now() - before.at <= AGAIN_AFTER_MS) return before.principal;
    if (!bearerOf(request.headers.authorization)) this.refuseForeignWrites(request);
    const principal = await this.callers.principalOf(request).catch((error: unknown) => {
      if (error instanceof DomainError) this.limits.admitStranger(request.ip);
      throw error;
    });
    this.known.set(request, { principal, at: performance.now() });
    return principal;
  }

  /**
   * A cookie travels with requests that other sites cause: writes must come from our own pages. Every browser says where
   * a write comes from in one of the two headers; whoever says neither is a program that somebody gave a cookie to.
   */
  private refuseForeignWrites(request: FastifyRequest): void {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const { origin } = request.headers;
    const site = request.headers['sec-fetch-site'];
    const own =
      origin === undefined
        ? site === undefined || site === 'same-origin' || site === 'none'
        : origin === new URL(this.config.publicUrl).origin;
    if (!own) throw forbidden('This request came from another site.');
  }
}

/**
 * A stranger's body is neither inflated nor parsed, nor told what is wrong with it; a guard comes after all that. What
 * still comes of it is thrown away as it comes: a browser that is told only after it has sent must hear the answer.
 */
export function askWhoFirst(fastify: FastifyInstance, who: WhoAsks): void {
  fastify.addHook('onRequest', async (request) => {
    // An empty body is read, too, where its type says what it is.
    const isRead = hasBody(request) || request.headers['content-type'] !== undefined;
    const rule = isRead ? ruleOf(request) : undefined;
    if (rule && !('open' in rule)) await who.find(request);
  });
}
