import { RouteConfig } from '@nestjs/platform-fastify';

const { KEY } = RouteConfig({});

/** Adds to what Fastify knows of a route. Nest's own decorator, used twice, would leave the second alone. */
export const addRouteConfig =
  (config: object): MethodDecorator =>
  (target, name, descriptor) =>
    RouteConfig({ ...routeConfigOf(descriptor.value as object), ...config })(target, name, descriptor);

export const routeConfigOf = (handler: object): object | undefined =>
  Reflect.getMetadata(KEY, handler) as object | undefined;
