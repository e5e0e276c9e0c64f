import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { forbidden } from '../http/domain-error.js';
import { ACCESS, type AccessRule } from './access.decorator.js';
import type { Caller } from './caller.js';
import { Callers } from './callers.js';
import { RequestLimits } from './request-limits.js';
import { WhoAsks } from './who-asks.js';

type Request = FastifyRequest & { caller?: Caller };

/** Puts the caller on every HTTP request, or refuses it. Socket events are guarded in platform/sockets. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly who: WhoAsks,
    private readonly callers: Callers,
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
    const principal = await this.who.find(request);
    this.limits.admit(principal, rule);
    request.caller = await this.callers.authorize(principal, rule, request);
    return true;
  }
}
