import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { StartError } from '../config/config.errors.js';
import { routeConfigOf } from '../http/route-config.js';
import { ACCESS } from './access.decorator.js';

const ROUTE = 'path';
const SOCKET_EVENT = 'websockets:message_mapping';

/** Refuses to start when a route or socket event does not say which act it is. */
@Injectable()
export class EveryDoorIsNamed implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const doors = [...this.doors()];
    const unnamed = doors.filter((door) => this.reflector.get<unknown>(ACCESS, door.handler) === undefined);
    if (unnamed.length > 0)
      throw new StartError(
        `These doors name no act (@Access or @OpenToAll): ${unnamed.map((door) => door.name).join(', ')}.`,
      );
    // Who sends a body is asked by what Fastify knows of the route.
    const unknown = doors.filter(
      ({ handler }) =>
        Reflect.hasMetadata(ROUTE, handler) &&
        (routeConfigOf(handler) as { [ACCESS]?: unknown } | undefined)?.[ACCESS] !==
          this.reflector.get(ACCESS, handler),
    );
    if (unknown.length > 0)
      throw new StartError(`Fastify knows another act of these doors: ${unknown.map(({ name }) => name).join(', ')}.`);
  }

  private *doors(): Generator<{ name: string; handler: (...args: unknown[]) => unknown }> {
    for (const wrapper of [...this.discovery.getControllers(), ...this.discovery.getProviders()]) {
      const { instance, metatype } = wrapper as {
        instance: Record<string, unknown> | undefined;
        metatype: { name: string } | undefined;
      };
      if (!instance || typeof instance !== 'object' || !metatype) continue;
      const prototype = Object.getPrototypeOf(instance) as object | null;
      if (!prototype) continue;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const handler = instance[method] as ((...args: unknown[]) => unknown) | undefined;
        if (typeof handler !== 'function') continue;
        if (Reflect.hasMetadata(ROUTE, handler) || Reflect.hasMetadata(SOCKET_EVENT, handler))
          yield { name: `${metatype.name}.${method}`, handler };
      }
    }
  }
}
