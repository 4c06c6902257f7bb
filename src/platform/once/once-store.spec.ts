import { afterEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../clock.js';
import { ErrorCode } from '../errors.js';
import { Redis } from '../redis/redis.js';
import { MemoryOnceStore } from './memory-once-store.js';
import { onceStoreContract } from './once-store.contract.js';
import { RedisOnceStore } from './redis-once-store.js';

const redisUrl = process.env['TEST_REDIS_URL'];
const log = { warn: () => undefined, info: () => undefined };

class StandingClock extends Clock {
  instant = 1_000_000;

  override now(): number {
    return this.instant;
  }
}

onceStoreContract('the store in this process', async () => ({
  store: new MemoryOnceStore(new StandingClock()),
  close: () => undefined,
}));

describe.runIf(redisUrl)('with a Redis', () => {
  onceStoreContract('the store in Redis', async () => {
    const redis = new Redis(redisUrl as string, log);
    return { store: new RedisOnceStore(redis), close: () => redis.close() };
  });

  it('is over when its time is', async () => {
    const redis = new Redis(redisUrl as string, log);
    const store = new RedisOnceStore(redis);
    const key = `test:${process.pid}:short`;
    await vi.waitFor(() => store.put(key, 1, 20));
    await vi.waitFor(async () => expect(await redis.client.exists(`hapju:once:${key}`)).toBe(0));
    expect(await store.take(key)).toBeUndefined();
    redis.close();
  });
});

describe('the store in this process', () => {
  it('forgets when the time is over, to the millisecond', async () => {
    const clock = new StandingClock();
    const store = new MemoryOnceStore(clock);
    for (const [waits, value] of [
      [999, 'kept'],
      [1000, undefined],
    ] as const) {
      await store.put('key', 'kept', 1000);
      clock.instant += waits;
      expect(await store.take('key')).toBe(value);
    }
  });

  it('takes no more than ten thousand, and drops what is over first', async () => {
    const clock = new StandingClock();
    const store = new MemoryOnceStore(clock);
    for (let index = 0; index < 10_000; index += 1) await store.put(`old:${index}`, index, 1000);
    await expect(store.put('one more', 1, 1000)).rejects.toMatchObject({ code: ErrorCode.UNAVAILABLE });
    clock.instant += 1000;
    await store.put('one more', 1, 1000);
    expect(await store.take('one more')).toBe(1);
  });
});

describe('a Redis that is not there', () => {
  let redis: Redis;

  afterEach(() => redis.close());

  it('refuses, rather than letting anybody in', async () => {
    redis = new Redis('redis://127.0.0.1:1', log);
    const store = new RedisOnceStore(redis);
    await expect(store.put('key', 1, 1000)).rejects.toMatchObject({ code: ErrorCode.UNAVAILABLE });
    await expect(store.take('key')).rejects.toMatchObject({ code: ErrorCode.UNAVAILABLE });
  });
});
