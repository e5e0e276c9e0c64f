import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { addRouteConfig } from '../http/route-config.js';
import type { Caller } from './caller.js';
import type { Interaction, ResourceType } from './policy.js';

export const ACCESS = 'stepwell:access';

export interface ActRule {
  readonly type: ResourceType;
  readonly interaction: Interaction;
  readonly recordType?: string;
}
export type AccessRule = ActRule | { readonly open: string; readonly uncounted?: string };

/** Written beside the route as well: Fastify's hooks see no more of it. */
const name = (rule: AccessRule): MethodDecorator =>
  applyDecorators(SetMetadata<string, AccessRule>(ACCESS, rule), addRouteConfig({ [ACCESS]: rule }));

/** What the route of a request names; undefined for what is no route of ours. */
export const ruleOf = ({ routeOptions }: FastifyRequest): AccessRule | undefined =>
  (routeOptions.config as { [ACCESS]?: AccessRule } | undefined)?.[ACCESS];

/**
 * Names the act of a route or socket event. Without it the app refuses to start. The OpenAPI document says that such a route
 * asks for a token or a session.
 *
 * @param recordType - FHIR type of an act on `Record`; left out: `:type` of the address
 */
export const Access = (type: ResourceType, interaction: Interaction, recordType?: string) =>
  applyDecorators(
    name({ type, interaction, ...(recordType ? { recordType } : {}) }),
    ApiSecurity('bearer'),
    ApiSecurity('cookie'),
  );

/** For the few doors that anybody may knock on; says why, and why it is not limited by address where that is so. */
export const OpenToAll = (why: string, more: { readonly uncounted?: string } = {}) => name({ open: why, ...more });

/** Of socket events: the socket lives longer than one act, and the message itself comes from outside. */
const callersByMessage = new WeakMap<object, Caller>();
export const rememberCaller = (message: object, caller: Caller) => void callersByMessage.set(message, caller);
export const callerOf = (message: unknown): Caller | undefined =>
  typeof message === 'object' && message !== null ? callersByMessage.get(message) : undefined;

/** A request that the guard has let through. */
export type ActRequest = FastifyRequest & { readonly caller?: Caller };

/** The caller of a route that takes the request as it is: a parameter each costs the busiest routes a tenth of their time. */
export function callerIn({ caller }: ActRequest): Caller {
  if (!caller) throw new Error('This route is open to all and has no caller');
  return caller;
}

/** The caller, as the guard found it. */
export const CallerOf = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  if (context.getType() !== 'ws') return callerIn(context.switchToHttp().getRequest<ActRequest>());
  const caller = callerOf(context.switchToWs().getData());
  if (!caller) throw new Error('This event has no caller');
  return caller;
});
