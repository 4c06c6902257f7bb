import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import type { Config } from '../config.js';
import { ErrorCode } from '../errors.js';
import { finishAnswers } from '../graphql/answers.js';
import type { Metrics } from '../ops/metrics.js';
import { type BodyTimes, bodyTimes, limitBodyTimes } from './body-times.js';
import { letOriginsRead } from './cors.js';
import { trusting } from './proxies.js';
import { refuseUnreadable } from './readable-requests.js';
import { watchRequests } from './request-watch.js';
import { addSafeHeaders } from './safe-headers.js';
import { passUploads } from './upload-route.js';

const mebibyte = 1_048_576;

/** The HTTP server: a request id and safe headers on every answer, one log line for each, bounded bodies and times. */
export function httpServer(
  { publicUrl, trustedProxies, corsOrigins }: Pick<Config, 'publicUrl' | 'trustedProxies' | 'corsOrigins'>,
  log: FastifyBaseLogger,
  metrics: Metrics,
  times: BodyTimes = bodyTimes,
): FastifyAdapter {
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: trusting(trustedProxies),
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
    // The router repeats what it cannot read, in a shape of its own.
    frameworkErrors: (_error: unknown, _request: unknown, reply: FastifyReply) => {
      const message = 'The address cannot be read.';
      void reply.status(400).send({ error: { code: ErrorCode.BAD_USER_INPUT, message } });
    },
  });
  const server = adapter.getInstance<FastifyInstance>();
  // Every line says already whose request it is about.
  server.setChildLoggerFactory((logger) => logger);
  addSafeHeaders(server.server, publicUrl.startsWith('https:'));
  watchRequests(server, log, metrics);
  letOriginsRead(server, corsOrigins);
  refuseUnreadable(server);
  passUploads(server);
  finishAnswers(server);
  limitBodyTimes(server, times);
  return adapter;
}
