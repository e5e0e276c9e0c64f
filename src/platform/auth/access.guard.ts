import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { DomainError, forbidden } from '../http/domain-error.js';
import { ACCESS, type AccessRule } from './access.decorator.js';
import type { Caller } from './caller.js';
import { bearerOf, Callers } from './callers.js';
import { RequestLimits } from './request-limits.js';

type Request = FastifyRequest & { caller?: Caller };

/** Puts the caller on every HTTP request, or refuses it. Socket events are guarded in platform/sockets. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: Callers,
    private readonly config: Config,
    private readonly limits: RequestLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS, context.getHandler());
    if (!rule) throw forbidden('This route names no act.');
    const request = context.switchToHttp().getRequest<Request>();
    if ('open' in rule) {
      if (rule.uncounted === undefined) this.limits.admitStranger(request.ip);
      return true;
    }
    if (!bearerOf(request.headers.authorization)) this.refuseForeignWrites(request);
    const principal = await this.callers.principalOf(request).catch((error: unknown) => {
      if (error instanceof DomainError) this.limits.admitStranger(request.ip);
      throw error;
    });
    this.limits.admit(principal, rule);
    request.caller = await this.callers.authorize(principal, rule, request);
    return true;
  }

  /**
   * A cookie travels with requests that other sites cause: writes must come from our own pages. Every browser says where
   * a write comes from in one of the two headers; whoever says neither is a program that somebody gave a cookie to.
   */
  private refuseForeignWrites(request: Request): void {
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
