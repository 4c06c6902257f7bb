import { RequestMethod, type Type } from '@nestjs/common';
import type { DiscoveryService, Reflector } from '@nestjs/core';
import { type Access, accessKey } from '../platform/access.js';
import { type RouteFacts, routeFactsKey } from '../platform/http/describe-route.js';

/** A route that says what a client must know of it. */
export interface DescribedRoute extends RouteFacts {
  readonly method: string;
  readonly path: string;
  readonly access: Access;
}

/** What Nest records on controllers and their methods. */
const [pathKey, methodKey] = ['path', 'method'];

/** Every route that is described, in the order of their paths. */
export function describedRoutes(discovery: DiscoveryService, reflector: Reflector): DescribedRoute[] {
  return discovery
    .getControllers()
    .flatMap(({ metatype }) => (metatype ? routesOf(metatype as Type, reflector) : []))
    .sort(
      (one, other) =>
        one.path.localeCompare(other.path, 'en') || one.method.localeCompare(other.method, 'en'),
    );
}

function routesOf(controller: Type, reflector: Reflector): DescribedRoute[] {
  const methods = Object.values(Object.getOwnPropertyDescriptors(controller.prototype as object));
  return methods.flatMap(({ value: method }) => {
    const facts =
      typeof method === 'function' && reflector.get<RouteFacts | undefined>(routeFactsKey, method);
    if (!facts) return [];
    const parts = [controller, method].map((place) => Reflect.getMetadata(pathKey, place) as string);
    const verb = RequestMethod[Reflect.getMetadata(methodKey, method) as RequestMethod];
    const access = reflector.getAllAndOverride<Access | undefined>(accessKey, [method, controller]);
    return [
      {
        ...facts,
        method: verb === 'ALL' ? 'GET, HEAD' : verb,
        path: `/${parts.join('/')}`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1'),
        access: access ?? 'SIGNED_IN',
      },
    ];
  });
}
