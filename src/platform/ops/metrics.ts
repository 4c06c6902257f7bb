import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

/** How a cache answered: with what is fresh, with what is older, or not at all. */
export type CacheResult = 'hit' | 'stale' | 'miss';

/** How a call of an outside API ended: it answered, counts too many calls, does not answer as it should, or says no. */
export type UpstreamResult = 'ok' | 'rate_limited' | 'unavailable' | 'refused';

/** What this application counts; each has a registry of its own, since a process may hold several. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly cacheRequests = new Counter({
    name: 'hapju_cache_requests_total',
    help: 'Readings of a cache by what they found.',
    labelNames: ['cache', 'result'],
    registers: [this.registry],
  });
  private readonly upstreamRequests = new Counter({
    name: 'hapju_upstream_requests_total',
    help: 'Calls of outside APIs by how they ended.',
    labelNames: ['upstream', 'result'],
    registers: [this.registry],
  });

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
}
