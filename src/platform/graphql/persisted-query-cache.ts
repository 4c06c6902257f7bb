import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import type { Cache } from '../cache/cache.js';

const dayMs = 86_400_000;

/** Persisted queries in the shared cache, so that a hash registered with one process is known to all. */
export class PersistedQueryCache implements KeyValueCache {
  constructor(private readonly cache: Cache) {}

  async get(key: string): Promise<string | undefined> {
    return this.cache.get<string>(`query:${key}`);
  }

  async set(key: string, value: string): Promise<void> {
    await this.cache.set(`query:${key}`, value, dayMs);
  }

  async delete(key: string): Promise<boolean> {
    await this.cache.delete(`query:${key}`);
    return true;
  }
}
