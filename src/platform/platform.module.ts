import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './auth/access.guard.js';
import { Callers } from './auth/callers.js';
import { ChokePoint } from './auth/choke-point.js';
import { EveryDoorIsNamed } from './auth/every-door-is-named.js';
import { OAuthStore } from './auth/oauth/oauth-store.js';
import { RequestLimits } from './auth/request-limits.js';
import { SealedKeys } from './auth/sealed-keys.js';
import { Principals } from './auth/principals.js';
import { SignIn } from './auth/sign-in.js';
import { SignInRecord } from './auth/sign-in-record.js';
import { WhoAsks } from './auth/who-asks.js';
import { Clock } from './clock/clock.js';
import { Config } from './config/config.js';
import { Database } from './database/database.js';
import { WorkerDatabase } from './database/worker-database.js';
import { Idempotency } from './http/idempotency.js';
import { OutsidePost } from './http/outside-post.js';
import { Mail } from './mail/mail.js';
import { OutboxController } from './mail/outbox.controller.js';
import { Heartbeats } from './health/heartbeats.js';
import { Readiness } from './health/readiness.js';
import { HealthController } from './health/health.controller.js';
import { SocketsModule } from './sockets/sockets.module.js';

/** What is open before the app is built: settings, the two databases, accounts, what apps hold. */
export interface Surroundings {
  readonly config: Config;
  readonly database: Database;
  readonly workerDatabase: WorkerDatabase;
  readonly signIn: SignIn;
  readonly oauth: OAuthStore;
  readonly sealedKeys: SealedKeys;
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
      { provide: OAuthStore, useValue: surroundings.oauth },
      { provide: SealedKeys, useValue: surroundings.sealedKeys },
    ];
    return {
      module: PlatformModule,
      imports: [DiscoveryModule, SocketsModule],
      controllers: [HealthController, OutboxController],
      providers: [
        ...values,
        Clock,
        Mail,
        OutsidePost,
        Idempotency,
        Heartbeats,
        Readiness,
        Principals,
        ChokePoint,
        Callers,
        RequestLimits,
        SignInRecord,
        WhoAsks,
        EveryDoorIsNamed,
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
      exports: [
        Config,
        Database,
        WorkerDatabase,
        SignIn,
        OAuthStore,
        SealedKeys,
        Clock,
        Mail,
        OutsidePost,
        Idempotency,
        Heartbeats,
        Readiness,
        Principals,
        ChokePoint,
        Callers,
        SignInRecord,
      ],
    };
  }
}
