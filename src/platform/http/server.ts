import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { type BodyTimes, bodyTimes, limitBodyTimes } from './body-times.js';
import { passUploads } from './upload-route.js';

const mebibyte = 1_048_576;

/** The HTTP server: a request id and safe headers on every answer, one log line for each, bounded bodies and times. */
export function httpServer(log: FastifyBaseLogger, times: BodyTimes = bodyTimes): FastifyAdapter {
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: mebibyte,
    // HEAD is answered by controllers that know what it means for them.
    exposeHeadRoutes: false,
    // Heads have to come at once; bodies have limits of their own.
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5000 },
    requestTimeout: 0,
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
    // The name of an upload: 255 bytes and more, each as three characters.
    routerOptions: { maxParamLength: 8192 },
  });
  const server = adapter.getInstance<FastifyInstance>();
  passUploads(server);
  limitBodyTimes(server, times);
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
  });
  server.addHook('onResponse', async (request, reply) => {
    // The path alone: a query may hold what only its sender should know.
    const path = request.url.split('?', 1)[0];
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    log.info(
      { requestId: request.id, method: request.method, path, status: reply.statusCode, ms },
      'answered',
    );
  });
  return adapter;
}
