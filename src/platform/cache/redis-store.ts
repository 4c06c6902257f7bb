import { redisInsStore } from 'cache-manager-redis-yet';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import type { Redis } from '../redis/redis.js';

type RedisYetClient = Parameters<typeof redisInsStore>[0];

/**
 * The Redis store of cache-manager-redis-yet in the shape that today's cache manager wants: given to it as it is, the
 * manager silently keeps everything in memory instead. What fails or comes late is a miss, and nothing here ever
 * flushes a database that others may share.
 */
export class RedisStore implements KeyvStoreAdapter {
  opts: unknown = {};
  private readonly store: ReturnType<typeof redisInsStore>;

  constructor(private readonly redis: Redis) {
    // The store was written for the client before this one; the few commands it sends are the same in both.
    this.store = redisInsStore(redis.client as unknown as RedisYetClient, { keyPrefix: redis.prefix });
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    return this.redis.ask(() => this.store.get<StoredData<Value>>(key)).catch(() => undefined);
  }

  async set(key: string, value: unknown, ttl?: number): Promise<boolean> {
    return this.succeeds(() => this.store.set(key, value, ttl));
  }

  async delete(key: string): Promise<boolean> {
    return this.succeeds(() => this.store.del(key));
  }

  /** Not offered: the store's own way of clearing is to flush the whole database. */
  async clear(): Promise<void> {}

  on(): this {
    return this;
  }

  private succeeds(send: () => Promise<unknown>): Promise<boolean> {
    return this.redis.ask(send).then(
      () => true,
      () => false,
    );
  }
}
