import { MethodNotAllowedException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/**
 * Lets an address that is there refuse methods it does not take, with 405 and `Allow`: a 404 would say that it is not
 * there. The function returned does so, once all routes are known.
 */
export function watchMethods(server: FastifyInstance): () => void {
  const methods = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method }) => {
    const taken = methods.get(url) ?? new Set();
    for (const one of [method].flat()) taken.add(one);
    methods.set(url, taken);
  });
  return () => {
    for (const [url, taken] of [...methods]) {
      const allow = [...taken].join(', ');
      const others = server.supportedMethods.filter((method) => !taken.has(method) && method !== 'OPTIONS');
      // What any address takes is no address.
      if (url === '*' || others.length === 0) continue;
      server.route({
        url,
        method: others,
        onRequest: async (_, reply) => {
          reply.header('allow', allow);
          throw new MethodNotAllowedException();
        },
        handler: () => undefined,
      });
    }
  };
}
