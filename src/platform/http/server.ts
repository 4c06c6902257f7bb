import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import type { Config } from '../config.js';
import { ErrorCode } from '../errors.js';
import { finishAnswers } from '../graphql/answers.js';
import type { Metrics } from '../ops/metrics.js';
import { type BodyTimes, bodyTimes, limitBodyTimes } from './body-times.js';
import { headersWithoutOrigin, letOriginsRead } from './cors.js';
import { Pipelines } from './pipelines.js';
import { trusting } from './proxies.js';
import { refuseUnreadable } from './readable-requests.js';
import { RequestWatch } from './request-watch.js';
import { addHeaders, safeHeaders } from './safe-headers.js';
import { Shortcuts } from './shortcuts.js';
import { passUploads } from './upload-route.js';

const mebibyte = 1_048_576;

/** Heads have to come at once; bodies have limits of their own. In ms. */
const nodeTimes = {
  headersTimeout: 15_000,
  connectionsCheckingInterval: 5000,
  requestTimeout: 0,
  keepAliveTimeout: 75_000,
};

/** The HTTP server: a request id and safe headers on every answer, one log line for each, bounded bodies and times. */
export function httpServer(
  { publicUrl, trustedProxies, corsOrigins }: Pick<Config, 'publicUrl' | 'trustedProxies' | 'corsOrigins'>,
  log: FastifyBaseLogger,
  metrics: Metrics,
  shortcuts = new Shortcuts(),
  times: BodyTimes = bodyTimes,
): FastifyAdapter {
  const pipelines = new Pipelines();
  const trust = trusting(trustedProxies);
  const watch = new RequestWatch(log, metrics, trust);
  const safe = safeHeaders(publicUrl.startsWith('https:'));
  // An answer at hand says itself how long it may be kept.
  const shared = Object.entries(safe).filter(([name]) => name !== 'cache-control');
  const common = { headers: [...shared.flat(), ...headersWithoutOrigin], watch };
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: trust,
    bodyLimit: mebibyte,
    // HEAD is answered by controllers that know what it means for them.
    exposeHeadRoutes: false,
    serverFactory: (route: RequestListener) =>
      createServer(nodeTimes, (request, response) => {
        if (!pipelines.admit(request, response)) return;
        if (shortcuts.take(request, response, common)) return;
        // Before anything else: also on answers that no route and no hook has a hand in.
        addHeaders(response, safe);
        route(request, response);
      }),
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
  watch.watchAll(server);
  letOriginsRead(server, corsOrigins);
  refuseUnreadable(server);
  passUploads(server);
  finishAnswers(server);
  limitBodyTimes(server, times);
  return adapter;
}
