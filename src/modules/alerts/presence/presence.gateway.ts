import { UseFilters } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayDisconnect,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import type { PersonSocket } from '../../../platform/sockets/socket-person.js';
import { SocketProblemFilter } from '../../../platform/sockets/socket-problem.filter.js';
import { AlertViewers } from './alert-viewers.js';
import { View } from './presence.schema.js';

/** "Ana is viewing": beside the deliveries on `/live`, whose gateway guards the door. */
@WebSocketGateway({ namespace: '/live' })
@UseFilters(SocketProblemFilter)
export class PresenceGateway implements OnGatewayDisconnect {
  constructor(private readonly viewers: AlertViewers) {}

  handleDisconnect(socket: PersonSocket): void {
    void this.viewers.forget(socket).catch(() => undefined);
  }

  @SubscribeMessage('view')
  @Access('Alert', 'read')
  async view(
    @CallerOf() caller: Caller,
    @ConnectedSocket() socket: PersonSocket,
    @MessageBody({ schema: View }) { alertId }: View,
  ) {
    if (alertId !== null) return { viewers: await this.viewers.view(caller, socket, alertId) };
    await this.viewers.forget(socket);
    return { viewers: [] };
  }
}
