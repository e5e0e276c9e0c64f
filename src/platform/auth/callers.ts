import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { clinicNeeded, signInNeeded } from '../http/domain-error.js';
import { type ActRequest, type ActRule, callerIn } from './access.decorator.js';
import type { Caller, Principal } from './caller.js';
import { ChokePoint } from './choke-point.js';
import { Principals } from './principals.js';

/** Sent by a page that asks by itself while nobody touches it: such a request keeps no session open. */
const IDLE_HEADER = 'x-stepwell-idle';
/** Whoever is called a second time for one request may be known from a moment before. */
export const AGAIN_AFTER_MS = 1_500;

/** Whose request it is, and whether they may do what it asks. */
@Injectable()
export class Callers {
  constructor(
    private readonly principals: Principals,
    private readonly chokePoint: ChokePoint,
  ) {}

  /** @throws DomainError SIGN_IN_NEEDED, CLINIC_NEEDED */
  async principalOf({ headers }: FastifyRequest): Promise<Principal> {
    const bearer = bearerOf(headers.authorization);
    const principal = bearer
      ? await this.principals.fromBearer(bearer)
      : await this.principals.fromCookie(headers.cookie, headers[IDLE_HEADER] === undefined);
    if (!principal || principal === 'nowhere') throw principal ? clinicNeeded() : signInNeeded();
    return principal;
  }

  /** @throws DomainError FORBIDDEN and others of the choke point */
  authorize(principal: Principal, rule: ActRule, request: FastifyRequest): Promise<Caller> {
    const ofAddress = rule.type === 'Record' ? (request.params as { type?: string }).type : undefined;
    const recordType = rule.recordType ?? ofAddress;
    return this.chokePoint.authorize(principal, rule.type, rule.interaction, {
      requestId: request.id,
      address: request.ip,
      ...(recordType ? { recordType } : {}),
    });
  }

  /**
   * For a request that lasts: the caller as they are now, asked again when the last look is some seconds old, and the
   * error once they may not any more.
   */
  during(request: ActRequest): () => Promise<Caller> {
    const first = callerIn(request);
    let caller = Promise.resolve(first);
    let askedAt = performance.now();
    return () => {
      if (performance.now() - askedAt > AGAIN_AFTER_MS) {
        askedAt = performance.now();
        // Behind the look before: answers keep their order.
        caller = caller
          .catch(() => undefined)
          .then(() => this.principalOf(request))
          .then((principal) => this.authorize(principal, first, request));
        // What could not be asked is asked again at once.
        caller.catch(() => (askedAt = -AGAIN_AFTER_MS));
      }
      return caller;
    };
  }
}

export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
