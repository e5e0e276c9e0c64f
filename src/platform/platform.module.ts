import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './auth/access.guard.js';
import { ChokePoint } from './auth/choke-point.js';
import { EveryDoorIsNamed } from './auth/every-door-is-named.js';
import { Principals } from './auth/principals.js';
import { SignIn } from './auth/sign-in.js';
import { SignInRecord } from './auth/sign-in-record.js';
import { Clock } from './clock/clock.js';
import { Config } from './config/config.js';
import { Database } from './database/database.js';
import { WorkerDatabase } from './database/worker-database.js';
import { Mail } from './mail/mail.js';
import { OutboxController } from './mail/outbox.controller.js';
import { Readiness } from './health/readiness.js';
import { HealthController } from './health/health.controller.js';
import { SocketsModule } from './sockets/sockets.module.js';

/** What is open before the app is built: settings, the two databases, accounts. */
export interface Surroundings {
  readonly config: Config;
  readonly database: Database;
  readonly workerDatabase: WorkerDatabase;
  readonly signIn: SignIn;
}

@Global()
@Module({})
export class PlatformModule {
  static with(surroundings: Surroundings): DynamicModule {
    const values = [
      { provide: Config, useValue: surroundings.config },
      { provide: Database, useValue: surroundings.database },
      { provide: WorkerDatabase, useValue: surroundings.workerDatabase },
      { provide: SignIn, useValue: surroundings.signIn },
    ];
    return {
      module: PlatformModule,
      imports: [DiscoveryModule, SocketsModule],
      controllers: [HealthController, OutboxController],
      providers: [
        ...values,
        Clock,
        Mail,
        Readiness,
        Principals,
        ChokePoint,
        SignInRecord,
        EveryDoorIsNamed,
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
      exports: [Config, Database, WorkerDatabase, SignIn, Clock, Mail, Readiness, Principals, ChokePoint, SignInRecord],
    };
  }
}
