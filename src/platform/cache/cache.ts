import { Inject, Injectable } from '@nestjs/common';
import { CACHE_MANAGER, type Cache as CacheManager } from '@nestjs/cache-manager';

/**
 * Values that can be made again, shared by all processes when there is a Redis. A cache that fails is a miss, never
 * an error. Values are what JSON can hold; keys begin with what they belong to, as in `query:…`.
 */
@Injectable()
export class Cache {
  constructor(@Inject(CACHE_MANAGER) private readonly manager: CacheManager) {}

  /** The value under `key`, or undefined. */
  get<T>(key: string): Promise<T | undefined> {
    return this.manager.get<T>(key).catch(() => undefined);
  }

  /** Keeps `value` for `ttlMs` milliseconds at most. */
  async set(key: string, value: unknown, ttlMs: number): Promise<void> {
    await this.manager.set(key, value, ttlMs).catch(() => undefined);
  }

  async delete(key: string): Promise<void> {
    await this.manager.del(key).catch(() => undefined);
  }
}
