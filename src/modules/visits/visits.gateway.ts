import { UseFilters } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import type { Namespace } from 'socket.io';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { ChokePoint } from '../../platform/auth/choke-point.js';
import { SocketPeople } from '../../platform/sockets/socket-people.js';
import type { PersonSocket } from '../../platform/sockets/socket-person.js';
import { SocketProblemFilter } from '../../platform/sockets/socket-problem.filter.js';
import { VisitPresence } from './visit-presence.js';
import { InVisit, Signal } from './visits.schema.js';

@WebSocketGateway({ namespace: '/visits' })
@UseFilters(SocketProblemFilter)
export class VisitsGateway implements OnGatewayInit, OnGatewayDisconnect {
  constructor(
    private readonly people: SocketPeople,
    private readonly presence: VisitPresence,
    private readonly chokePoint: ChokePoint,
  ) {}

  afterInit(namespace: Namespace): void {
    this.people.guard(namespace, ['enter', 'leave', 'signal']);
  }

  handleDisconnect(socket: PersonSocket): void {
    this.presence.forget(socket);
  }

  @SubscribeMessage('enter')
  @Access('Conference', 'join')
  async enter(
    @CallerOf() caller: Caller,
    @ConnectedSocket() socket: PersonSocket,
    @MessageBody({ schema: InVisit }) { visitId }: InVisit,
  ) {
    const participants = await this.presence.enter(caller, socket, visitId);
    await this.chokePoint.finish(caller);
    return { ok: true, participants };
  }

  @SubscribeMessage('leave')
  @Access('Conference', 'join')
  leave(
    @CallerOf() caller: Caller,
    @ConnectedSocket() socket: PersonSocket,
    @MessageBody({ schema: InVisit }) { visitId }: InVisit,
  ) {
    this.presence.leave(caller, socket, visitId);
    return { ok: true };
  }

  @SubscribeMessage('signal')
  @Access('Conference', 'join')
  async signal(
    @CallerOf() caller: Caller,
    @ConnectedSocket() socket: PersonSocket,
    @MessageBody({ schema: Signal }) message: Signal,
  ) {
    await this.presence.signal(caller, socket, message);
    return { ok: true };
  }
}
