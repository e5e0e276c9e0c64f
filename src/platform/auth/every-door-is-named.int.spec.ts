import 'reflect-metadata';
import { Body, Controller, Get, type INestApplicationContext, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { RouteConfig } from '@nestjs/platform-fastify';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { loadConfig } from '../config/config.js';
import { ReadsBody } from '../http/read-json-body.js';
import { parseJson } from '../json/index.js';
import { PlatformModule } from '../platform.module.js';
import { type OpenSurroundings, openSurroundings } from '../surroundings.js';
import { Access, OpenToAll } from './access.decorator.js';

@Controller('named')
class NamedController {
  @Get('a')
  @Access('Session', 'read')
  a() {
    return {};
  }

  @Get('b')
  @OpenToAll('for this test')
  b() {
    return {};
  }

  @Post('c')
  @ReadsBody(parseJson)
  @Access('Session', 'read')
  @ReadsBody(parseJson)
  c() {
    return {};
  }

  /** No route. */
  helper() {
    return {};
  }
}

@Controller('forgotten')
class ForgottenController {
  @Post()
  create(@Body() body: unknown) {
    return body;
  }
}

/** Nest's own decorator leaves nothing of what stood beside the route before. */
@Controller('overwritten')
class OverwrittenController {
  @Post()
  @RouteConfig({ mine: true })
  @Access('Session', 'read')
  create(@Body() body: unknown) {
    return body;
  }
}

@WebSocketGateway()
class ForgottenGateway {
  @SubscribeMessage('shout')
  shout() {
    return {};
  }
}

class ParentController {
  @Get('inherited')
  inherited() {
    return {};
  }
}

@Controller('child')
class ChildController extends ParentController {}

let database: TestDatabase;
let surroundings: OpenSurroundings;
beforeAll(async () => {
  database = await freshDatabase();
  surroundings = await openSurroundings(loadConfig({ DATABASE_URL: database.ownerUrl }));
}, 60_000);
afterAll(async () => {
  await surroundings?.close();
  await database?.drop();
});

async function startWith(parts: { controllers?: object[]; providers?: object[] }): Promise<INestApplicationContext> {
  @Module({})
  class Probe {}
  const module = { module: Probe, imports: [PlatformModule.with(surroundings)], ...parts };
  const app = await NestFactory.createApplicationContext(module as never, { logger: false, abortOnError: false });
  await app.close();
  return app;
}

describe('every door is named', () => {
  it('starts when all routes say which act they are', async () => {
    await expect(startWith({ controllers: [NamedController] })).resolves.toBeDefined();
  });

  it.each<[string, { controllers?: object[]; providers?: object[] }, string]>([
    ['a route', { controllers: [NamedController, ForgottenController] }, 'ForgottenController.create'],
    ['a socket event', { providers: [ForgottenGateway] }, 'ForgottenGateway.shout'],
    ['an inherited route', { controllers: [ChildController] }, 'ChildController.inherited'],
  ])('refuses to start when %s names no act', async (_name, parts, door) => {
    await expect(startWith(parts)).rejects.toMatchObject({
      name: 'StartError',
      message: `These doors name no act (@Access or @OpenToAll): ${door}.`,
    });
  });

  it('refuses to start when Fastify, which asks who sends a body, knows nothing of it', async () => {
    await expect(startWith({ controllers: [OverwrittenController] })).rejects.toMatchObject({
      name: 'StartError',
      message: 'Fastify knows another act of these doors: OverwrittenController.create.',
    });
  });
});
