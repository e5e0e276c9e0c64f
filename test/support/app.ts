import 'reflect-metadata';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { AppModule } from '../../src/app.module.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { createApp } from '../../src/platform/http/create-app.js';
import { type OpenSurroundings, openSurroundings } from '../../src/platform/surroundings.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { freePort } from './free-port.js';

export type Agent = ReturnType<typeof request.agent>;

export interface TestApp {
  readonly url: string;
  readonly nest: NestFastifyApplication;
  readonly surroundings: OpenSurroundings;
  readonly database: TestDatabase;
  /** A browser without a session: keeps cookies and names our own origin, as a page does. */
  readonly http: () => Agent;
  /** Runs before everything else when the app closes. */
  readonly onClose: (run: () => unknown) => void;
  readonly close: () => Promise<void>;
}

/**
 * The whole app on a database of its own, listening on a free port of 127.0.0.1. Demo is off unless asked for.
 *
 * @param options.env - more settings, as in the environment (`STEPWELL_DEMO: 'on'`)
 * @param options.database - join an existing one: a second node
 * @param options.port - for whoever must know the address before
 * @param options.modules - beside the app's own, as the demo is
 * @param options.localhost - people reach it by that name: passkeys belong to a name, and an address is none
 */
export async function createTestApp(
  options: {
    readonly env?: NodeJS.ProcessEnv;
    readonly database?: TestDatabase;
    readonly port?: number;
    readonly localhost?: boolean;
    readonly modules?: readonly Type[];
  } = {},
): Promise<TestApp> {
  const database = options.database ?? (await freshDatabase());
  const port = options.port ?? (await freePort());
  const url = `http://${options.localhost ? 'localhost' : '127.0.0.1'}:${port}`;
  const config = loadConfig({
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: database.ownerUrl,
    STEPWELL_DEMO: 'off',
    // A test asks more in a minute than a person does; request-limits.int.spec.ts has them on.
    STEPWELL_ACCOUNT_REQUESTS_PER_MINUTE: '0',
    STEPWELL_ADDRESS_REQUESTS_PER_MINUTE: '0',
    STEPWELL_DATA_DIR: join(tmpdir(), `stepwell-test-${port}`),
    ...options.env,
  });
  const surroundings = await openSurroundings(config);
  const nest = await createApp(
    AppModule.with(surroundings, ...(options.modules ?? [])),
    config.accounts.trustedProxies,
  );
  await nest.listen({ port, host: '127.0.0.1' });
  const first: (() => unknown)[] = [];
  return {
    url,
    nest,
    surroundings,
    database,
    http: () => request.agent(url).set('origin', url) as Agent,
    onClose: (run) => first.push(run),
    close: async () => {
      for (const run of first) await run();
      await nest.close();
      await surroundings.close();
      if (!options.env?.['STEPWELL_DATA_DIR']) await rm(config.dataDir, { recursive: true, force: true });
      if (!options.database) await database.drop();
    },
  };
}
