import { type BeforeApplicationShutdown, UseFilters } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import type { Namespace } from 'socket.io';
import { Access, CallerOf } from '../auth/access.decorator.js';
import type { Caller } from '../auth/caller.js';
import { Clock } from '../clock/clock.js';
import { liveSockets } from '../telemetry/metrics.js';
import { MOST_BEHIND } from './deliveries-behind.js';
import { DeliveryTail } from './delivery-tail.js';
import { SocketPeople } from './socket-people.js';
import { personIdOf, type PersonSocket } from './socket-person.js';
import { SocketProblemFilter } from './socket-problem.filter.js';
import { Ack, Resume } from './sockets.schema.js';

const HEARTBEAT_EVERY_MS = 10_000;

/** Tells open pages that something changed. Ids only: the page then reads what its rights allow. */
@WebSocketGateway({ namespace: '/live' })
@UseFilters(SocketProblemFilter)
export class LiveGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect, BeforeApplicationShutdown {
  private heartbeat: NodeJS.Timeout | undefined;

  constructor(
    private readonly people: SocketPeople,
    private readonly tail: DeliveryTail,
    private readonly clock: Clock,
  ) {}

  afterInit(namespace: Namespace): void {
    // `view` is answered by alerts; one door has one guard.
    this.people.guard(namespace, ['resume', 'ack', 'view']);
    this.heartbeat = setInterval(
      () => namespace.emit('heartbeat', { serverTime: this.clock.now().toISOString() }),
      HEARTBEAT_EVERY_MS,
    );
  }

  handleConnection(socket: PersonSocket): void {
    liveSockets.inc();
    socket.emit('heartbeat', { serverTime: this.clock.now().toISOString() });
  }

  handleDisconnect(socket: PersonSocket): void {
    liveSockets.dec();
    this.tail.forget(socket);
  }

  @SubscribeMessage('resume')
  @Access('Delivery', 'read')
  async resume(
    @CallerOf() caller: Caller,
    @ConnectedSocket() socket: PersonSocket,
    @MessageBody({ schema: Resume }) { cursor }: Resume,
  ): Promise<{ cursor: number; behind: number }> {
    const last = await this.tail.lastCursor(caller.clinicId, personIdOf(socket));
    if (socket.disconnected) return { cursor: last, behind: 0 };
    const follower = this.tail.follow(socket);
    if (cursor === null) {
      if (follower.cursor === null) this.tail.move(socket, last);
      return { cursor: last, behind: 0 };
    }
    const behind = last - cursor;
    // Ahead of us: a cursor of another clinic, or of a database that was restored from yesterday.
    if (behind < 0 || behind > MOST_BEHIND) {
      follower.resync();
      this.tail.move(socket, last);
      return { cursor: last, behind: Math.max(0, behind) };
    }
    this.tail.move(socket, cursor);
    if (behind > 0) void this.tail.read(caller.clinicId);
    return { cursor, behind };
  }

  @SubscribeMessage('ack')
  @Access('Delivery', 'read')
  ack(@ConnectedSocket() socket: PersonSocket, @MessageBody({ schema: Ack }) { cursor }: Ack): { cursor: number } {
    this.tail.acknowledge(socket, cursor);
    return { cursor };
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.heartbeat);
  }
}
