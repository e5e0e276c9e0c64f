import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Caller } from './caller.js';
import type { Interaction, ResourceType } from './policy.js';

export const ACCESS = 'stepwell:access';

export type AccessRule = { readonly type: ResourceType; readonly interaction: Interaction } | { readonly open: string };

/** Names the act of a route or socket event. Without it the app refuses to start. */
export const Access = (type: ResourceType, interaction: Interaction) =>
  SetMetadata<string, AccessRule>(ACCESS, { type, interaction });

/** For the few doors that anybody may knock on; says why. */
export const OpenToAll = (why: string) => SetMetadata<string, AccessRule>(ACCESS, { open: why });

/** The caller, as the guard found it. */
export const CallerOf = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const carrier: { caller?: Caller } =
    context.getType() === 'ws'
      ? context.switchToWs().getData<{ caller?: Caller }>()
      : context.switchToHttp().getRequest<{ caller?: Caller }>();
  if (!carrier.caller) throw new Error('This route is open to all and has no caller');
  return carrier.caller;
});
