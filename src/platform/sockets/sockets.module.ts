import { Global, Module } from '@nestjs/common';
import { DeliveryTail } from './delivery-tail.js';
import { LiveGateway } from './live.gateway.js';
import { OldDeliveries } from './old-deliveries.js';
import { SocketAccessGuard } from './socket-access.guard.js';
import { SocketPeople } from './socket-people.js';
import { APP_GUARD } from '@nestjs/core';

@Global()
@Module({
  providers: [
    SocketPeople,
    DeliveryTail,
    LiveGateway,
    OldDeliveries,
    { provide: APP_GUARD, useClass: SocketAccessGuard },
  ],
  exports: [SocketPeople, DeliveryTail],
})
export class SocketsModule {}
