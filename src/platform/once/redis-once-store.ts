import { AppError, ErrorCode } from '../errors.js';
import type { Redis } from '../redis/redis.js';
import { OnceStore } from './once-store.js';

/** In Redis, for all processes. */
export class RedisOnceStore extends OnceStore {
  constructor(private readonly redis: Redis) {
    super();
  }

  override async put(key: string, value: unknown, ttlMs: number): Promise<void> {
    const { client } = this.redis;
    await this.ask(() =>
      client.set(this.fullKey(key), JSON.stringify(value), { expiration: { type: 'PX', value: ttlMs } }),
    );
  }

  override async take<T>(key: string): Promise<T | undefined> {
    const text = await this.ask(() => this.redis.client.getDel(this.fullKey(key)));
    return typeof text === 'string' ? (JSON.parse(text) as T) : undefined;
  }

  private fullKey(key: string): string {
    return `${this.redis.prefix}:once:${key}`;
  }

  private ask<T>(send: () => Promise<T>): Promise<T> {
    return this.redis.ask(send).catch((cause: unknown) => {
      throw new AppError(
        ErrorCode.UNAVAILABLE,
        'Log-in is not possible right now; try again later.',
        {},
        { cause },
      );
    });
  }
}
