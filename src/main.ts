import type { Server } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { type Config } from './platform/config/config.js';
import { StartError } from './platform/config/config.errors.js';
import { Readiness } from './platform/health/readiness.js';
import { createApp } from './platform/http/create-app.js';
import { type OpenSurroundings, openSurroundings } from './platform/surroundings.js';

const DRAIN_MS = 5000;

export interface RunningServer {
  readonly app: NestFastifyApplication;
  readonly surroundings: OpenSurroundings;
  readonly stop: () => Promise<void>;
}

/**
 * Starts one node and listens.
 *
 * @throws StartError with one sentence when the port, the folder or the database cannot be used
 */
export async function startServer(
  config: Config,
  say: (step: string) => void,
  ...more: Type[]
): Promise<RunningServer> {
  await assertPortFree(config);
  const surroundings = await openSurroundings(config, say);
  let app: NestFastifyApplication | undefined;
  try {
    app = await createApp(AppModule.with(surroundings, ...more), config.accounts.trustedProxies);
    await app.listen({ port: config.port, host: config.host });
    surroundings.keepDatabaseAlive();
  } catch (error) {
    await app?.close().catch(() => undefined);
    await surroundings.close();
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? portTaken(config) : error;
  }
  const running = app;
  return {
    app: running,
    surroundings,
    stop: async () => {
      running.get(Readiness).leave();
      await sleep(config.leaveSeconds * 1000);
      await closeSoon(running);
      await surroundings.close({ stopDatabase: surroundings.embedded });
    },
  };
}

/** Requests under way may end; a connection kept alive, or a request that does not end, must not hold us up. */
async function closeSoon(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer() as Server;
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const all = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await app.close();
  clearInterval(idle);
  clearTimeout(all);
}

const portTaken = (config: Config) =>
  new StartError(
    `Port ${config.port} on ${config.host} is taken: stop what listens there, or set PORT to another number.`,
  );

function assertPortFree(config: Config): Promise<void> {
  if (config.port === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') reject(portTaken(config));
      else
        reject(
          new StartError(
            `Stepwell cannot listen on ${config.host}:${config.port} (${error.code}): check HOST and PORT.`,
          ),
        );
    });
    probe.listen(config.port, config.host, () => probe.close(() => resolve()));
  });
}
