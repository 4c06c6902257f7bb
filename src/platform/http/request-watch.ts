import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../ops/log.js';
import type { Metrics } from '../ops/metrics.js';
import { inScope, type Scope } from '../ops/scope.js';
import { fail, startRequestSpan } from '../ops/tracing.js';
import { isGraphqlUpload, isUpload } from './upload-route.js';

/** Gives each request its id and its scope, and tells of its end: one line of the log, metrics, a span. */
export function watchRequests(server: FastifyInstance, log: Log, metrics: Metrics): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.raw.setHeader('x-request-id', request.id);
    // Fastify hands the scope on to whoever waits for the body.
    inScope(watch(request, reply, log, metrics), done);
  });
}

function watch(request: FastifyRequest, reply: FastifyReply, log: Log, metrics: Metrics): Scope {
  const { id, method, ip } = request;
  const route = request.routeOptions.url ?? 'none';
  const uploads = isUpload(request) || isGraphqlUpload(request);
  const begin = performance.now();
  const span = startRequestSpan(`${method} ${route}`, request.headers, {
    'http.request.method': method,
    'http.route': route,
    'hapju.request_id': id,
  });
  metrics.requestsInFlight.inc({ route });
  if (uploads) metrics.uploadsInFlight.inc();
  reply.raw.once('close', () => {
    const { statusCode: status, writableFinished: whole } = reply.raw;
    const ms = performance.now() - begin;
    metrics.requestsInFlight.dec({ route });
    if (uploads) metrics.uploadsInFlight.dec();
    metrics.requestSeconds.observe({ method, route, status: whole ? status : 'cut' }, ms / 1000);
    // The path alone: a query may hold what only its sender should know.
    const path = request.url.split('?', 1)[0];
    const line = { requestId: id, ip, method, path, status, ms: Math.round(ms * 10) / 10 };
    log.info(line, whole ? 'answered' : 'cut off');
    if (!span) return;
    span.setAttribute('http.response.status_code', status);
    if (status >= 500 || !whole) fail(span, whole ? String(status) : 'cut');
    span.end();
  });
  return { requestId: id, span };
}
