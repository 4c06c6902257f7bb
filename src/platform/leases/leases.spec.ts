import { afterEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../clock.js';
import { Redis } from '../redis/redis.js';
import { OptionalRedis } from '../redis/redis.module.js';
import { Leases } from './leases.js';

const redisUrl = process.env['TEST_REDIS_URL'];
const log = { warn: () => undefined, info: () => undefined };
const open: Redis[] = [];

class StandingClock extends Clock {
  instant = 1_000_000;

  override now(): number {
    return this.instant;
  }
}

function leasesOn(url: string | null, clock = new StandingClock()): Leases {
  const redis = url === null ? null : new Redis(url, log);
  if (redis) open.push(redis);
  return new Leases(new OptionalRedis(redis), clock);
}

const newName = () => `test:${process.pid}:${performance.now()}`;

afterEach(() => {
  for (const redis of open.splice(0)) redis.close();
});

describe('a lease in this process', () => {
  it('goes to one of fifty who want it at once, and to the next when it is released', async () => {
    const leases = leasesOn(null);
    const taken = await Promise.all(Array.from({ length: 50 }, () => leases.take('work', 1000)));
    const [lease, ...others] = taken.filter((one) => one !== null);
    expect(others).toEqual([]);
    expect(await leases.take('work', 1000)).toBeNull();
    expect(await leases.take('other work', 1000)).not.toBeNull();
    await lease?.release();
    expect(await leases.take('work', 1000)).not.toBeNull();
  });

  it('ends with its time, to the millisecond, and then releasing it ends nobody else’s', async () => {
    const clock = new StandingClock();
    const leases = leasesOn(null, clock);
    const dead = await leases.take('work', 1000);
    clock.instant += 999;
    expect(await leases.take('work', 1000)).toBeNull();
    clock.instant += 1;
    expect(await leases.take('work', 1000)).not.toBeNull();
    await dead?.release();
    expect(await leases.take('work', 1000)).toBeNull();
  });
});

describe.runIf(redisUrl)('with a Redis', () => {
  async function ready(): Promise<void> {
    await vi.waitFor(() => Promise.all(open.map((redis) => redis.client.ping())));
  }

  it('goes to one of all processes, and to the next when it is released', async () => {
    const [one, other] = [leasesOn(redisUrl as string), leasesOn(redisUrl as string)];
    await ready();
    const name = newName();
    const taken = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => (turn % 2 ? one : other).take(name, 60_000)),
    );
    const [lease, ...others] = taken.filter((found) => found !== null);
    expect(others).toEqual([]);
    await lease?.release();
    const next = await other.take(name, 60_000);
    expect(next).not.toBeNull();
    await next?.release();
  });

  it('ends with its time, and then releasing it ends nobody else’s', async () => {
    const leases = leasesOn(redisUrl as string);
    await ready();
    const name = newName();
    const dead = await leases.take(name, 20);
    const next = await vi.waitFor(async () => {
      const lease = await leases.take(name, 60_000);
      expect(lease).not.toBeNull();
      return lease;
    });
    await dead?.release();
    expect(await leases.take(name, 60_000)).toBeNull();
    await next?.release();
  });
});

describe('a Redis that is not there', () => {
  it('leaves each process with leases of its own', async () => {
    const leases = leasesOn('redis://127.0.0.1:1');
    const lease = await leases.take('work', 1000);
    expect(lease).not.toBeNull();
    expect(await leases.take('work', 1000)).toBeNull();
    await lease?.release();
    expect(await leases.take('work', 1000)).not.toBeNull();
  });
});
