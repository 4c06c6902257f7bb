import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Redis } from '../redis/redis.js';
import { OptionalRedis } from '../redis/redis.module.js';

/** A piece of work that is one's own for a while. */
export interface Lease {
  /** Lets the next one begin. Without it the lease ends by itself, so that nobody waits for ever for who has died. */
  release(): Promise<void>;
}

/** Removes a lease only from who still holds it: the one who let it run out must not end his successor's. */
const releaseScript = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end";

/**
 * Lets one of many do a piece of work, over all processes when there is a Redis. It saves work and proves nothing: while
 * Redis does not answer, each process has leases of its own.
 */
@Injectable()
export class Leases {
  private readonly own = new Map<string, { readonly holder: string; readonly endsAt: number }>();

  constructor(
    private readonly optional: OptionalRedis,
    private readonly clock: Clock,
  ) {}

  /** The lease of this name for at most `ttlMs`; null while somebody else holds it. */
  async take(name: string, ttlMs: number): Promise<Lease | null> {
    const { redis } = this.optional;
    const holder = randomUUID();
    if (!redis) return this.takeOwn(name, holder, ttlMs);
    try {
      return await takeShared(redis, `${redis.prefix}:lease:${name}`, holder, ttlMs);
    } catch {
      return this.takeOwn(name, holder, ttlMs);
    }
  }

  private takeOwn(name: string, holder: string, ttlMs: number): Lease | null {
    const now = this.clock.now();
    if ((this.own.get(name)?.endsAt ?? now) > now) return null;
    this.own.set(name, { holder, endsAt: now + ttlMs });
    return {
      release: async () => {
        if (this.own.get(name)?.holder === holder) this.own.delete(name);
      },
    };
  }
}

/** @throws what Redis does, when it does not answer in time */
async function takeShared(redis: Redis, key: string, holder: string, ttlMs: number): Promise<Lease | null> {
  const options = { condition: 'NX', expiration: { type: 'PX', value: ttlMs } } as const;
  if ((await redis.ask(() => redis.client.set(key, holder, options))) === null) return null;
  return {
    release: async () => {
      const script = () => redis.client.eval(releaseScript, { keys: [key], arguments: [holder] });
      await redis.ask(script).catch(() => undefined);
    },
  };
}
