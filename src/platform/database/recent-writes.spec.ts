import { afterEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { Redis } from '../redis/redis.js';
import { OptionalRedis } from '../redis/redis.module.js';
import { RecentWrites } from './recent-writes.js';

const redisUrl = process.env['TEST_REDIS_URL'];
const log = { warn: () => undefined, info: () => undefined };
const open: Redis[] = [];

class StandingClock extends Clock {
  instant = 1_000_000;

  override now(): number {
    return this.instant;
  }
}

function writesOn(url: string | null, clock = new StandingClock(), databaseReadUrls = ['mysql://copy/x']) {
  const redis = url === null ? null : new Redis(url, log);
  if (redis) open.push(redis);
  return new RecentWrites({ databaseReadUrls } as unknown as Config, new OptionalRedis(redis), clock);
}

afterEach(() => {
  for (const redis of open.splice(0)) redis.close();
});

describe('who has written', () => {
  it('is known for 6 seconds, to the millisecond, and nobody else is', async () => {
    const clock = new StandingClock();
    const writes = writesOn(null, clock);
    await writes.note('somebody');
    clock.instant += 5_999;
    expect([await writes.has('somebody'), await writes.has('somebody else')]).toEqual([true, false]);
    clock.instant += 1;
    expect(await writes.has('somebody')).toBe(false);
  });

  it('is known from the last time on', async () => {
    const clock = new StandingClock();
    const writes = writesOn(null, clock);
    await writes.note('somebody');
    await writes.note('somebody else');
    clock.instant += 5_000;
    await writes.note('somebody');
    clock.instant += 5_999;
    expect([await writes.has('somebody'), await writes.has('somebody else')]).toEqual([true, false]);
  });

  it('may be anybody while Redis is not there', async () => {
    const writes = writesOn('redis://127.0.0.1:1');
    expect(await writes.has('somebody')).toBe(true);
    await writes.note('somebody');
    expect(await writes.has('somebody')).toBe(true);
  });

  it('is not asked where there are no replicas', async () => {
    const writes = writesOn('redis://127.0.0.1:1', new StandingClock(), []);
    await writes.note('somebody');
    expect(await writes.has('somebody')).toBe(false);
  });
});

describe.runIf(redisUrl)('with a Redis', () => {
  it('is known to all processes, for as long as replicas may lag', async () => {
    const [one, other] = [writesOn(redisUrl as string), writesOn(redisUrl as string)];
    await vi.waitFor(() => Promise.all(open.map((redis) => redis.client.ping())));
    const who = `somebody ${process.pid} ${performance.now()}`;
    expect(await other.has(who)).toBe(false);
    await one.note(who);
    expect(await other.has(who)).toBe(true);
    const left = Number(await open[0]?.client.pTTL(`hapju:wrote:${who}`));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(6_000);
  });
});
