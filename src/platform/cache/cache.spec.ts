import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createClient } from 'redis';
import { describe, expect, it, vi } from 'vitest';
import { Config } from '../config.js';
import { Log } from '../ops/log.js';
import { cacheContract } from './cache.contract.js';
import { Cache } from './cache.js';
import { CacheModule } from './cache.module.js';

const redisUrl = process.env['TEST_REDIS_URL'];

/** The module as the application uses it. */
async function open(
  url: string | null,
): Promise<{ cache: Cache; warnings: string[]; close(): Promise<void> }> {
  const warnings: string[] = [];
  const log = { warn: (_: unknown, text: string) => void warnings.push(text), info: () => undefined };

  @Global()
  @Module({
    providers: [
      { provide: Config, useValue: { redisUrl: url } },
      { provide: Log, useValue: log },
    ],
    exports: [Config, Log],
  })
  class SettingsModule {}

  const module = await Test.createTestingModule({ imports: [SettingsModule, CacheModule] }).compile();
  return { cache: module.get(Cache), warnings, close: () => module.close() };
}

cacheContract('the cache in this process', () => open(null));

describe.runIf(redisUrl)('with a Redis', () => {
  cacheContract('the cache in Redis', () => open(redisUrl as string));

  it('values really are there, under our prefix', async () => {
    const { cache, close } = await open(redisUrl as string);
    const client = createClient({ url: redisUrl as string });
    await client.connect();
    const key = `test:${process.pid}:seen`;
    await expect
      .poll(async () => {
        await cache.set(key, 'seen from outside', 60_000);
        const [found] = await client.keys(`hapju*${key}`);
        return found && (await client.get(found));
      })
      .toContain('seen from outside');
    await cache.delete(key);
    expect(await client.keys(`*${key}`)).toEqual([]);
    client.destroy();
    await close();
  });
});

describe.runIf(redisUrl)('what others have written into Redis under our keys', () => {
  it.each([
    ['no JSON', '{"value":'],
    ['bytes', '\u0000\ufffd\u0001'],
    ['a number', '7'],
    ['a list', '[1,2]'],
    ['an object of theirs', '{"other":true}'],
    ['nothing', ''],
  ])('is a miss when it is %s, and is written over', async (_, text) => {
    const { cache, close } = await open(redisUrl as string);
    const client = createClient({ url: redisUrl as string });
    await client.connect();
    const key = `test:${process.pid}:poisoned`;
    const find = async () => (await client.keys(`hapju*${key}`))[0];
    await expect
      .poll(async () => {
        await cache.set(key, 'ours', 60_000);
        return find();
      })
      .toBeDefined();
    await client.set((await find()) as string, text);
    expect(await cache.get(key)).toBeUndefined();
    await cache.set(key, 'ours again', 60_000);
    expect(await cache.get(key)).toBe('ours again');
    await cache.delete(key);
    client.destroy();
    await close();
  });

  it('is a miss when it is of another kind', async () => {
    const { cache, close } = await open(redisUrl as string);
    const client = createClient({ url: redisUrl as string });
    await client.connect();
    const key = `test:${process.pid}:list`;
    const [found] = await expect
      .poll(async () => {
        await cache.set(key, 'ours', 60_000);
        return client.keys(`hapju*${key}`);
      })
      .toHaveLength(1)
      .then(() => client.keys(`hapju*${key}`));
    await client.del(found as string);
    await client.lPush(found as string, 'theirs');
    expect(await cache.get(key)).toBeUndefined();
    await cache.delete(key);
    client.destroy();
    await close();
  });
});

describe('a Redis that is not there', () => {
  it('is a miss at once, and told once', async () => {
    const { cache, warnings, close } = await open('redis://127.0.0.1:1');
    const begin = performance.now();
    await cache.set('key', 'value', 60_000);
    expect(await cache.get('key')).toBeUndefined();
    await cache.delete('key');
    expect(performance.now() - begin).toBeLessThan(1000);
    await expect.poll(() => warnings).toEqual(['redis is not reachable, serving without it']);
    await close();
  });
});

describe('a Redis that no longer answers', () => {
  it('is a miss after 100 ms', async () => {
    const { asked, server, url } = await silentServer();
    const { cache, warnings, close } = await open(url);
    const took = async (work: () => Promise<unknown>) => {
      const begin = performance.now();
      expect(await work()).toBeUndefined();
      return performance.now() - begin;
    };
    await vi.waitFor(async () => {
      await cache.get('key');
      expect(asked).toEqual(['GET']);
    });
    for (const work of [
      () => cache.get('key'),
      () => cache.set('key', 'value', 60_000),
      () => cache.delete('key'),
    ]) {
      const ms = await took(work);
      expect(ms).toBeGreaterThan(95);
      expect(ms).toBeLessThan(300);
    }
    expect(asked).toEqual(['GET', 'GET', 'SET', 'DEL']);
    expect(warnings).toEqual([]);
    await close();
    server.close();
  });

  it('is asked by one of many from the sixth time on, and after 5 seconds over a new connection', async () => {
    const { asked, server, url, greeted } = await silentServer();
    const { cache, close } = await open(url);
    await vi.waitFor(async () => {
      await cache.get('key');
      expect(asked).toHaveLength(1);
    });
    for (let time = 2; time <= 5; time += 1) await cache.get('key');
    expect(asked).toHaveLength(5);
    const begin = performance.now();
    for (let time = 1; time <= 50; time += 1) await cache.get('key');
    expect(asked.length - 5).toBeLessThanOrEqual(1 + (performance.now() - begin) / 1000);
    expect(greeted()).toBe(1);
    await vi.waitFor(
      async () => {
        await cache.get('key');
        expect(greeted()).toBe(2);
      },
      { timeout: 15_000 },
    );
    await close();
    server.close();
  });
});

/** A Redis that greets whoever comes, and is silent about values. */
async function silentServer() {
  const asked: string[] = [];
  let greeted = 0;
  const server = createServer((socket) => {
    greeted += 1;
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const command = /^\*\d+\r\n\$\d+\r\n(\w+)/.exec(data.toString())?.[1] ?? '';
      if (['GET', 'SET', 'DEL'].includes(command)) asked.push(command);
      else socket.write('+OK\r\n'.repeat(data.toString().match(/^\*/gm)?.length ?? 0));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, server, url, greeted: () => greeted };
}
