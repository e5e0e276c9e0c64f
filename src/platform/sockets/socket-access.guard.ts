import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS, type AccessRule, rememberCaller } from '../auth/access.decorator.js';
import { ChokePoint } from '../auth/choke-point.js';
import { Config } from '../config/config.js';
import { peerAddresses } from '../http/peer-address.js';
import { forbidden, invalid, signInNeeded } from '../http/domain-error.js';
import type { PersonSocket } from './socket-person.js';

/** What AccessGuard is for routes: no socket event reaches its handler without a caller from the choke point. */
@Injectable()
export class SocketAccessGuard implements CanActivate {
  private readonly addressOf: ReturnType<typeof peerAddresses>;

  constructor(
    private readonly reflector: Reflector,
    private readonly chokePoint: ChokePoint,
    config: Config,
  ) {
    this.addressOf = peerAddresses(config.accounts.trustedProxies);
  }

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    return context.getType() === 'ws' ? this.admit(context) : true;
  }

  private async admit(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS, context.getHandler());
    if (!rule || 'open' in rule) throw forbidden('This event names no act.');
    const socket = context.switchToWs().getClient<PersonSocket>();
    const message = context.switchToWs().getData<unknown>();
    if (typeof message !== 'object' || message === null) throw invalid([{ path: '', message: 'must be one object' }]);
    const principal = (socket.data as Partial<PersonSocket['data']>).principal;
    if (!principal || socket.disconnected) throw signInNeeded();
    rememberCaller(
      message,
      await this.chokePoint.authorize(principal, rule.type, rule.interaction, {
        address: this.addressOf(socket.request),
      }),
    );
    return true;
  }
}
