import { createCache } from 'cache-manager';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../clock.js';
import { Metrics } from '../ops/metrics.js';
import { Cache } from './cache.js';
import { StaleCache } from './stale-cache.js';

const ages = { freshMs: 1_000, staleMs: 10_000, nothingMs: 100 };

class StandingClock extends Clock {
  instant = Date.now();

  override now(): number {
    return this.instant;
  }
}

describe('the cache that rather serves what is old', () => {
  let clock: StandingClock;
  let metrics: Metrics;
  let kept: StaleCache;
  let loads: number;

  beforeEach(() => {
    clock = new StandingClock();
    metrics = new Metrics();
    kept = new StaleCache('test', new Cache(createCache()), clock, metrics);
    loads = 0;
  });

  /** Each load gives a number one higher. */
  const load = async () => (loads += 1);
  const fails = async () => {
    loads += 1;
    throw new Error('down');
  };

  async function counted(): Promise<string[]> {
    return (await metrics.text()).match(/^hapju_cache_requests_total.*$/gm) ?? [];
  }

  it('serves what is fresh without asking, to the millisecond', async () => {
    expect(await kept.get('key', ages, load)).toBe(1);
    clock.instant += 999;
    expect(await kept.get('key', ages, load)).toBe(1);
    expect(loads).toBe(1);
  });

  it('serves what is stale at once, and fetches behind', async () => {
    await kept.get('key', ages, load);
    clock.instant += 1_000;
    expect(await kept.get('key', ages, load)).toBe(1);
    await vi.waitFor(async () => expect(await kept.get('key', ages, fails)).toBe(2));
    expect(loads).toBe(2);
  });

  it('serves what is stale while nothing better can be had, and nothing older', async () => {
    await kept.get('key', ages, load);
    clock.instant += 9_999;
    expect(await kept.get('key', ages, fails)).toBe(1);
    clock.instant += 1;
    await expect(kept.get('key', ages, fails)).rejects.toThrow('down');
    expect(loads).toBe(3);
  });

  it.each([['text'], [7], [true], [{ value: 'theirs' }], [{ at: 'then', value: 'theirs' }], [[]]])(
    'takes %j under its key for nothing, and serves what it has itself',
    async (poison) => {
      const shared = new Cache(createCache());
      kept = new StaleCache('test', shared, clock, metrics);
      await shared.set('key', poison, 60_000);
      expect(await kept.get('key', ages, load)).toBe(1);
      await shared.set('key', poison, 60_000);
      clock.instant += 1_000;
      expect(await kept.get('key', ages, fails)).toBe(1);
      expect(loads).toBe(2);
    },
  );

  it('lets one of many fetch for all, and each key for itself', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => kept.get('key', ages, load)));
    expect(all).toEqual(Array(50).fill(1));
    expect(await kept.get('other', ages, load)).toBe(2);
  });

  it('remembers no failure', async () => {
    await expect(kept.get('key', ages, fails)).rejects.toThrow('down');
    expect(await kept.get('key', ages, load)).toBe(2);
  });

  it('remembers for a while that there is nothing, and never serves that when it is old', async () => {
    const nothing = async () => {
      loads += 1;
      return null;
    };
    expect(await kept.get<number | null>('key', ages, nothing)).toBeNull();
    clock.instant += 99;
    expect(await kept.get<number | null>('key', ages, load)).toBeNull();
    clock.instant += 1;
    expect(await kept.get<number | null>('key', ages, load)).toBe(2);
  });

  it('serves what another process has fetched since, and needs no shared cache for what it has fetched itself', async () => {
    const shared = new Cache(createCache());
    const [one, other] = [1, 2].map(() => new StaleCache('test', shared, clock, metrics)) as [
      StaleCache,
      StaleCache,
    ];
    expect(await one.get('key', ages, load)).toBe(1);
    expect(await other.get('key', ages, load)).toBe(1);
    clock.instant += 10_000;
    expect(await one.get('key', ages, load)).toBe(2);
    expect(await other.get('key', ages, load)).toBe(2);
    await shared.delete('key');
    clock.instant += 9_999;
    expect(await other.get('key', ages, fails)).toBe(2);
  });

  it('counts what it found', async () => {
    await kept.get('key', ages, load);
    await kept.get('key', ages, load);
    await kept.get('key', ages, load);
    clock.instant += 1_000;
    await kept.get('key', ages, load);
    expect(await counted()).toEqual([
      'hapju_cache_requests_total{cache="test",result="miss"} 1',
      'hapju_cache_requests_total{cache="test",result="hit"} 2',
      'hapju_cache_requests_total{cache="test",result="stale"} 1',
    ]);
  });
});
