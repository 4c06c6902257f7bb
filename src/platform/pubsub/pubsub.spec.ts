import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Redis } from '../redis/redis.js';
import { MemoryPubSub } from './memory-pubsub.js';
import { pubSubContract } from './pubsub.contract.js';
import { RedisPubSub } from './redis-pubsub.js';

const redisUrl = process.env['TEST_REDIS_URL'];
const silent = { warn: () => undefined, info: () => undefined, error: () => undefined };

function openRedis(url: string, log: ConstructorParameters<typeof RedisPubSub>[1] = silent) {
  const redis = new Redis(url, silent);
  const pubSub = new RedisPubSub(redis, log);
  return {
    redis,
    pubSub,
    close: () => {
      pubSub.close();
      redis.close();
    },
  };
}

pubSubContract('in this process', (errors) => {
  const pubSub = new MemoryPubSub({ error: (fields: object) => void errors.push(fields) });
  return { pubSub, close: () => pubSub.close() };
});

describe('in this process', () => {
  it('nothing is left of a topic nobody listens to', () => {
    const pubSub = new MemoryPubSub(silent);
    const leave = [pubSub.subscribe('a', () => undefined), pubSub.subscribe('a', () => undefined)];
    expect([...pubSub.topics]).toEqual(['a']);
    for (const end of leave) end();
    expect([...pubSub.topics]).toEqual([]);
  });
});

describe('a Redis that is not there', () => {
  it('keeps nobody here from hearing, and publishing from nothing', async () => {
    const { pubSub, close } = openRedis('redis://127.0.0.1:1');
    const told: unknown[] = [];
    const leave = pubSub.subscribe('a', (message) => told.push(message));
    const published = pubSub.publish('a', { id: 1 });
    expect(told).toEqual([{ id: 1 }]);
    expect(await published).toBeUndefined();
    leave();
    await pubSub.publish('a', { id: 2 });
    expect(told).toEqual([{ id: 1 }]);
    close();
  });
});

describe.runIf(redisUrl)('with a Redis', () => {
  pubSubContract('through Redis', (errors) =>
    openRedis(redisUrl as string, { error: (fields: object) => void errors.push(fields) }),
  );

  const topic = `test:${process.pid}:shared`;
  const channelOf = (on: string) => `hapju:pubsub:${on}`;
  let one: ReturnType<typeof openRedis>;
  let other: ReturnType<typeof openRedis>;
  let proxy: Awaited<ReturnType<typeof openProxy>>;
  let told: { one: unknown[]; other: unknown[] };

  beforeAll(async () => {
    one = openRedis(redisUrl as string);
    proxy = await openProxy(redisUrl as string);
    other = openRedis(proxy.url);
    await vi.waitFor(() => Promise.all([one.redis.client.ping(), other.redis.client.ping()]));
  });

  afterAll(async () => {
    one.close();
    other.close();
    await proxy.close();
  });

  beforeEach(() => void (told = { one: [], other: [] }));
  afterEach(() => followers(0));

  const listen = (who: 'one' | 'other', on = topic) =>
    ({ one, other })[who].pubSub.subscribe(on, (message) => told[who].push(message));

  /** Waits until so many connections are subscribed to the channel. */
  const followers = (count: number, on = topic) => {
    const channel = channelOf(on);
    const counted = async () => one.redis.client.pubSubNumSub([channel]);
    return vi.waitFor(async () => expect(await counted()).toEqual({ [channel]: count }), 5000);
  };

  it('each process hears the others and itself exactly once, in order', async () => {
    const leave = [listen('one'), listen('other'), listen('other')];
    await followers(2);
    for (let index = 0; index < 100; index += 1) {
      await one.pubSub.publish(topic, { from: 'one', index });
    }
    await other.pubSub.publish(topic, 'end');
    await vi.waitFor(() => expect(told.one).toHaveLength(101));
    await vi.waitFor(() => expect(told.other).toHaveLength(202));
    const sent = Array.from({ length: 100 }, (_, index) => ({ from: 'one', index }));
    expect(told.one).toEqual([...sent, 'end']);
    expect(told.other.filter((message) => message !== 'end')).toEqual(
      sent.flatMap((message) => [message, message]),
    );
    for (const end of leave) end();
  });

  it('is subscribed while somebody listens, and not a moment longer', async () => {
    const first = listen('one');
    const second = listen('one');
    await followers(1);
    first();
    second();
    await followers(0);
    // Coming and going at once ends where it ends.
    for (let index = 0; index < 20; index += 1) listen('one')();
    const last = listen('one');
    await followers(1);
    await other.pubSub.publish(topic, 'heard');
    await vi.waitFor(() => expect(told.one).toEqual(['heard']));
    last();
  });

  it.each([['no JSON'], ['null'], ['12'], ['{"message":1}'], ['{"origin":1,"message":1}']])(
    'passes over %s, which is nothing of ours',
    async (text) => {
      const leave = listen('one');
      await followers(1);
      await one.redis.client.publish(channelOf(topic), text);
      await other.pubSub.publish(topic, 'ours');
      await vi.waitFor(() => expect(told.one).toEqual(['ours']));
      leave();
    },
  );

  it('listens again when a lost connection is back, to what is wanted by then', async () => {
    const leave = listen('other');
    const leaving = listen('other', `${topic}:left`);
    await followers(1);
    await proxy.cut();
    await followers(0);
    leaving();
    const late = listen('other', `${topic}:late`);
    await other.pubSub.publish(topic, 'alone');
    expect(told.other).toEqual(['alone']);
    await proxy.mend();
    await followers(1);
    await followers(1, `${topic}:late`);
    await followers(0, `${topic}:left`);
    await one.pubSub.publish(topic, 'back');
    await one.pubSub.publish(`${topic}:late`, 'late');
    await vi.waitFor(() => expect(told.other).toEqual(['alone', 'back', 'late']));
    leave();
    late();
  });
});

/** A way to Redis that can be cut and mended. */
async function openProxy(target: string) {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server;
  const listen = (on: number) =>
    new Promise<number>((resolve) => {
      server = createServer((near) => {
        const far = connect(Number(port || 6379), hostname);
        for (const socket of [near, far]) {
          sockets.add(socket);
          socket.on('error', () => undefined);
          socket.on('close', () => {
            sockets.delete(socket);
            near.destroy();
            far.destroy();
          });
        }
        near.pipe(far).pipe(near);
      });
      server.listen(on, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
  const own = await listen(0);
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { url: `redis://127.0.0.1:${own}`, cut, mend: () => listen(own), close: cut };
}
