import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Config } from '../config.js';
import { Redis } from '../redis/redis.js';
import { OptionalRedis } from '../redis/redis.module.js';
import { RateLimited, RateLimits } from './rate-limits.js';

const redisUrl = process.env['TEST_REDIS_URL'];
const log = { warn: () => undefined, info: () => undefined };
const open: Redis[] = [];

function limitsOn(url: string | null, rateLimitFactor = 1): RateLimits {
  const redis = url === null ? null : new Redis(url, log);
  if (redis) open.push(redis);
  return new RateLimits({ rateLimitFactor } as Config, new OptionalRedis(redis));
}

afterEach(() => {
  for (const redis of open.splice(0)) redis.close();
});

/** How many of so many tries at once get through. */
async function passed(limits: RateLimits, tries: number, limit = three, who = 'somebody'): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: tries }, () => limits.count(limit, who)));
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

const three = { name: 'three', times: 3, seconds: 60 };

describe('a rate limit', () => {
  it('lets so many through, even of those who come at once', async () => {
    expect(await passed(limitsOn(null), 50)).toBe(3);
  });

  it('counts everybody for themselves, and every limit for itself', async () => {
    const limits = limitsOn(null);
    expect(await passed(limits, 5)).toBe(3);
    expect(await passed(limits, 5, three, 'somebody else')).toBe(3);
    expect(await passed(limits, 5, { ...three, name: 'other' })).toBe(3);
    expect(await passed(limits, 5)).toBe(0);
  });

  it('says when to come again', async () => {
    const limits = limitsOn(null);
    await passed(limits, 3);
    const refusal = await limits.count(three, 'somebody').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RateLimited);
    expect(refusal).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfter: 60 } });
  });

  it('is multiplied by the factor, and never falls to nothing', async () => {
    expect(await passed(limitsOn(null, 2), 50)).toBe(6);
    expect(await passed(limitsOn(null, 0.001), 50)).toBe(1);
  });

  it('is counted here while Redis is not there', async () => {
    expect(await passed(limitsOn('redis://127.0.0.1:1'), 50)).toBe(3);
  });
});

describe.runIf(redisUrl)('with a Redis', () => {
  it('is counted for all processes together', async () => {
    const [one, other] = [limitsOn(redisUrl as string), limitsOn(redisUrl as string)];
    await vi.waitFor(() => Promise.all(open.map((redis) => redis.client.ping())));
    const who = `somebody ${process.pid} ${performance.now()}`;
    const both = await Promise.all([passed(one, 25, three, who), passed(other, 25, three, who)]);
    expect(both[0] + both[1]).toBe(3);
  });
});
