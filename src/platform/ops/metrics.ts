import { Injectable, type OnModuleInit } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { version } from '../package-folder.js';

/** How a cache answered: with what is fresh, with what is older, or not at all. */
export type CacheResult = 'hit' | 'stale' | 'miss';

/** How a call of an outside API ended: it answered, counts too many calls, does not answer as it should, or says no. */
export type UpstreamResult = 'ok' | 'rate_limited' | 'unavailable' | 'refused';

/** A number as it now is, or one for each state. */
type Reading = number | Readonly<Record<string, number>>;

const seconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * What this application counts; each has a registry of its own, since a process may hold several. Labels come out of
 * the code alone, never out of what a client has sent: there are only so many.
 */
@Injectable()
export class Metrics implements OnModuleInit {
  private readonly registry = new Registry();
  private readonly registers = [this.registry];

  readonly requestSeconds = new Histogram({
    name: 'hapju_http_request_duration_seconds',
    help: 'Time until a request was answered to its end, or cut off.',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers: this.registers,
  });
  readonly requestsInFlight = new Gauge({
    name: 'hapju_http_requests_in_flight',
    help: 'Requests being answered; those of /media/:id are streams.',
    labelNames: ['route'],
    registers: this.registers,
  });
  readonly uploadsInFlight = new Gauge({
    name: 'hapju_uploads_in_flight',
    help: 'Requests that bring files, by REST or GraphQL.',
    registers: this.registers,
  });
  readonly operationSeconds = new Histogram({
    name: 'hapju_graphql_operation_duration_seconds',
    help: 'Time of GraphQL operations by their root field; of subscriptions until they run.',
    labelNames: ['type', 'operation'],
    buckets: seconds,
    registers: this.registers,
  });
  readonly operationErrors = new Counter({
    name: 'hapju_graphql_errors_total',
    help: 'Errors in answers of GraphQL by code.',
    labelNames: ['code'],
    registers: this.registers,
  });
  readonly statementSeconds = new Histogram({
    name: 'hapju_sql_statement_duration_seconds',
    help: 'Time of SQL statements, waiting for a connection included.',
    labelNames: ['verb'],
    buckets: seconds,
    registers: this.registers,
  });
  private readonly cacheRequests = new Counter({
    name: 'hapju_cache_requests_total',
    help: 'Readings of a cache by what they found.',
    labelNames: ['cache', 'result'],
    registers: this.registers,
  });
  private readonly upstreamRequests = new Counter({
    name: 'hapju_upstream_requests_total',
    help: 'Calls of outside APIs by how they ended.',
    labelNames: ['upstream', 'result'],
    registers: this.registers,
  });

  constructor() {
    const help = 'Always 1; its labels tell what runs.';
    const labelNames = ['version', 'node_version'];
    const info = new Gauge({ name: 'hapju_build_info', help, labelNames, registers: this.registers });
    info.set({ version, node_version: process.version }, 1);
  }

  /** What Node tells of the process: memory, processor time, event loop, start. */
  onModuleInit(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Everything counted so far, in the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  countCache(cache: string, result: CacheResult): void {
    this.cacheRequests.inc({ cache, result });
  }

  countUpstream(upstream: string, result: UpstreamResult): void {
    this.upstreamRequests.inc({ upstream, result });
  }

  /** Adds a number that is read whenever the metrics are; a reading that fails leaves the last one. */
  watch(name: string, help: string, read: () => Reading | Promise<Reading>): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames: ['state'],
      registers: this.registers,
      collect: async () => {
        const reading = await Promise.resolve(read()).catch(() => ({}));
        if (typeof reading === 'number') gauge.set(reading);
        else for (const [state, value] of Object.entries(reading)) gauge.set({ state }, value);
      },
    });
  }
}
