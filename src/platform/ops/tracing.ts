import type { Attributes, Context, Span, SpanKind, Tracer } from '@opentelemetry/api';
import type { Config } from '../config.js';
import { currentScope, inScope } from './scope.js';

/** What is loaded of OpenTelemetry, once, where the settings name a collector. */
interface Tracing {
  readonly tracer: Tracer;
  readonly server: SpanKind;
  readonly client: SpanKind;
  readonly error: number;
  /** The place in somebody else's trace that the headers of a request tell of (W3C Trace Context). */
  readonly contextOf: (headers: object) => Context;
  readonly within: (parent: Span) => Context;
}

let tracing: Tracing | null = null;

/**
 * Sends spans to the collector that the settings name, over OTLP/HTTP; without one nothing is loaded. Headers are
 * OpenTelemetry's own variable. Returns what sends the last ones.
 */
export async function startTracing({ otlpEndpoint, traceRatio }: Config): Promise<() => Promise<void>> {
  if (otlpEndpoint === null) return async () => undefined;
  const api = await import('@opentelemetry/api');
  const { W3CTraceContextPropagator } = await import('@opentelemetry/core');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { defaultResource, resourceFromAttributes } = await import('@opentelemetry/resources');
  const sdk = await import('@opentelemetry/sdk-trace');
  const exporter = new OTLPTraceExporter({ url: `${otlpEndpoint}/v1/traces` });
  const provider = new sdk.TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.name': 'hapju' })),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(traceRatio) }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  });
  const propagator = new W3CTraceContextPropagator();
  tracing = {
    tracer: provider.getTracer('hapju'),
    server: api.SpanKind.SERVER,
    client: api.SpanKind.CLIENT,
    error: api.SpanStatusCode.ERROR,
    contextOf: (headers) => propagator.extract(api.ROOT_CONTEXT, headers, api.defaultTextMapGetter),
    within: (parent) => api.trace.setSpan(api.ROOT_CONTEXT, parent),
  };
  return async () => {
    tracing = null;
    await provider.shutdown().catch(() => undefined);
  };
}

/** The span of a request, which goes on where its caller's trace is; null when nothing is traced. */
export function startRequestSpan(name: string, headers: object, attributes: Attributes): Span | null {
  if (!tracing) return null;
  return tracing.tracer.startSpan(name, { kind: tracing.server, attributes }, tracing.contextOf(headers));
}

/** A part of what is traced now; null when nothing is. Attributes hold nothing that anybody has typed. */
export function startSpan(name: string, attributes: Attributes): Span | null {
  const parent = currentScope()?.span;
  if (!tracing || !parent) return null;
  return tracing.tracer.startSpan(name, { attributes }, tracing.within(parent));
}

/** Marks a span as failed; what an error says stays in the log, since it may repeat what was typed. */
export function fail(span: Span, type: string): void {
  if (!tracing) return;
  span.setAttribute('error.type', type);
  span.setStatus({ code: tracing.error });
}

/** Does work that asks somebody else, under a span of its own if something is traced. */
export async function traced<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span | null) => Promise<T>,
): Promise<T> {
  const scope = currentScope();
  if (!tracing || !scope?.span) return work(null);
  const { tracer, client, within } = tracing;
  const span = tracer.startSpan(name, { kind: client, attributes }, within(scope.span));
  try {
    return await inScope({ ...scope, span }, () => work(span));
  } catch (error) {
    fail(span, error instanceof Error ? error.name : 'unknown');
    throw error;
  } finally {
    span.end();
  }
}
