import cors from 'cors';
import type { FastifyInstance } from 'fastify';

const methods = ['GET', 'HEAD', 'POST', 'PUT'];
const exposedHeaders = [
  'accept-ranges',
  'content-length',
  'content-range',
  'etag',
  'location',
  'retry-after',
  'x-request-id',
];
const daySeconds = 86_400;

/** What answers say to who names no origin, names and values in turns: it is the same for all of them. */
export const headersWithoutOrigin = [
  'vary',
  'Origin',
  'access-control-expose-headers',
  exposedHeaders.join(','),
];

/**
 * Lets pages of these origins read every answer, streams and errors among them, and answers preflights: on the raw answer,
 * since a stream goes past Fastify's own headers.
 */
export function letOriginsRead(server: FastifyInstance, origins: readonly string[]): void {
  const tell = cors({ origin: [...origins], methods, exposedHeaders, maxAge: daySeconds });
  server.addHook('onRequest', (request, reply, done) => {
    // It is answered here.
    if (request.method === 'OPTIONS') reply.hijack();
    tell(request.raw, reply.raw, done);
  });
}
