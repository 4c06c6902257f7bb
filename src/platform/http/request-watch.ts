import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Log } from '../ops/log.js';
import type { Metrics } from '../ops/metrics.js';
import { inScope, type Scope } from '../ops/scope.js';
import { fail, startRequestSpan } from '../ops/tracing.js';
import { callerOf, type Trust } from './proxies.js';
import { isGraphqlUpload, isUpload } from './upload-route.js';

/** Gives each request its id and its scope, and tells of its end: one line of the log, metrics, a span. */
export class RequestWatch {
  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
    private readonly trust: Trust,
  ) {}

  /** Watches all that Fastify routes. */
  watchAll(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      reply.raw.setHeader('x-request-id', request.id);
      const route = request.routeOptions.url ?? 'none';
      const uploads = isUpload(request) || isGraphqlUpload(request);
      // Fastify hands the scope on to whoever waits for the body.
      inScope(this.begin(request.raw, reply.raw, request.id, route, uploads), done);
    });
  }

  /** Begins to watch one request, until its answer is sent or cut off; `route` is the pattern of its path. */
  begin(
    request: IncomingMessage,
    response: ServerResponse,
    id: string,
    route: string,
    uploads = false,
  ): Scope {
    const { log, metrics } = this;
    const { method = '', url = '', headers } = request;
    const ip = callerOf(request, this.trust);
    const begin = performance.now();
    const span = startRequestSpan(`${method} ${route}`, headers, {
      'http.request.method': method,
      'http.route': route,
      'hapju.request_id': id,
    });
    metrics.requestsInFlight.inc({ route });
    if (uploads) metrics.uploadsInFlight.inc();
    response.once('close', () => {
      const { statusCode: status, writableFinished: whole } = response;
      const ms = performance.now() - begin;
      metrics.requestsInFlight.dec({ route });
      if (uploads) metrics.uploadsInFlight.dec();
      metrics.requestSeconds.observe({ method, route, status: whole ? status : 'cut' }, ms / 1000);
      // The path alone: a query may hold what only its sender should know.
      const path = url.split('?', 1)[0];
      const line = { requestId: id, ip, method, path, status, ms: Math.round(ms * 10) / 10 };
      log.info(line, whole ? 'answered' : 'cut off');
      if (!span) return;
      span.setAttribute('http.response.status_code', status);
      if (status >= 500 || !whole) fail(span, whole ? String(status) : 'cut');
      span.end();
    });
    return { requestId: id, span };
  }
}
