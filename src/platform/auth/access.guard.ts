import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { clinicNeeded, forbidden, signInNeeded } from '../http/domain-error.js';
import { ACCESS, type AccessRule } from './access.decorator.js';
import type { Caller } from './caller.js';
import { ChokePoint } from './choke-point.js';
import { Principals } from './principals.js';
import { RequestLimits } from './request-limits.js';

/** Sent by a page that asks by itself while nobody touches it: such a request keeps no session open. */
const IDLE_HEADER = 'x-stepwell-idle';

type Request = FastifyRequest & { caller?: Caller };

/** Puts the caller on every HTTP request, or refuses it. Socket events are guarded in platform/sockets. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly principals: Principals,
    private readonly chokePoint: ChokePoint,
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
    const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!bearer) this.refuseForeignWrites(request);
    const principal = bearer
      ? await this.principals.fromBearer(bearer)
      : await this.principals.fromCookie(request.headers.cookie, request.headers[IDLE_HEADER] === undefined);
    if (!principal || principal === 'nowhere') {
      this.limits.admitStranger(request.ip);
      throw principal ? clinicNeeded() : signInNeeded();
    }
    this.limits.admit(principal, rule);
    const ofAddress = rule.type === 'Record' ? (request.params as { type?: string }).type : undefined;
    const recordType = rule.recordType ?? ofAddress;
    request.caller = await this.chokePoint.authorize(principal, rule.type, rule.interaction, {
      requestId: request.id,
      address: request.ip,
      ...(recordType ? { recordType } : {}),
    });
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
