import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { before, deadlineIn } from '../deadline.js';
import { OptionalRedis } from '../redis/redis.module.js';
import { ObjectStorage } from '../storage/storage.js';

/** How one of the things this process stands on does. */
export interface Check {
  readonly status: 'ok' | 'down';
  /** Whole milliseconds until it answered, or until nobody waited any longer. */
  readonly ms: number;
}

type Name = 'database' | 'cache' | 'storage';

/** What a load balancer is told. Names and times only: neither hosts nor reasons. */
export interface Report {
  /** `degraded`: something is down, but this process serves on without it. */
  readonly status: 'ok' | 'degraded' | 'down' | 'stopping';
  readonly checks: Readonly<Partial<Record<Name, Check>>>;
}

const checkMs = 1000;
const keptMs = 1000;

/**
 * Whether this process should be sent requests. Only a dead database makes it say no: without Redis or storage most of
 * it goes on, all processes share those, and taking every process away would turn a part into the whole.
 */
@Injectable()
export class Readiness {
  private readonly asks: Readonly<Record<Name, () => Promise<unknown>>>;
  /** A question that hangs is not asked again before it has ended: they would pile up. */
  private readonly asked = new Map<Name, Promise<unknown>>();
  private report: Promise<Report> | null = null;
  private askedAt = 0;
  private stopping = false;

  constructor(database: Database, optional: OptionalRedis, storage: ObjectStorage) {
    const { redis } = optional;
    this.asks = {
      database: () => database.select('SELECT 1'),
      cache: async () => redis?.ask(() => redis.client.ping()),
      storage: () => storage.check(),
    };
  }

  /** From now on this process wants no requests. */
  stop(): void {
    this.stopping = true;
  }

  /** The state of at most a second ago; however many ask meanwhile, each thing is asked once. */
  async tell(): Promise<Report> {
    if (this.stopping) return { status: 'stopping', checks: {} };
    const now = performance.now();
    if (!this.report || now - this.askedAt >= keptMs) {
      this.askedAt = now;
      this.report = this.ask();
    }
    return this.report;
  }

  private async ask(): Promise<Report> {
    const [database, cache, storage] = await Promise.all([
      this.check('database'),
      this.check('cache'),
      this.check('storage'),
    ]);
    const checks = { database, cache, storage };
    if (database.status === 'down') return { status: 'down', checks };
    const whole = Object.values(checks).every(({ status }) => status === 'ok');
    return { status: whole ? 'ok' : 'degraded', checks };
  }

  private check(name: Name): Promise<Check> {
    const begin = performance.now();
    const ended = (status: Check['status']) => ({ status, ms: Math.round(performance.now() - begin) });
    const asked = this.asked.get(name) ?? this.asks[name]().finally(() => this.asked.delete(name));
    this.asked.set(name, asked);
    return before(deadlineIn(checkMs), asked, () => new Error('late')).then(
      () => ended('ok'),
      () => ended('down'),
    );
  }
}
