import { RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { TestApp } from './app.js';

/** Every route that a controller of the running app serves, as `GET /api/v1/patients/:id`, sorted. */
export function registeredRoutes(app: TestApp): string[] {
  const scanner = new MetadataScanner();
  const controllers = app.nest.get(DiscoveryService, { strict: false }).getControllers();
  const routes = controllers.flatMap(({ metatype, instance }) => {
    const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
    const base = Reflect.getMetadata('path', metatype as object) as string;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name] as object;
      const paths = Reflect.getMetadata('path', handler) as string | string[] | undefined;
      const method = RequestMethod[Reflect.getMetadata('method', handler) as number];
      return [paths ?? []].flat().map(
        (path) =>
          `${method} /${[base, path]
            .flatMap((part) => part.split('/'))
            .filter(Boolean)
            .join('/')}`,
      );
    });
  });
  return routes.sort();
}
