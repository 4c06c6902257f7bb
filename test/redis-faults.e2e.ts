import { randomUUID } from 'node:crypto';
import { createClient } from 'graphql-ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Make } from './make.js';
import { hasRedisServer, RedisServer } from './redis-server.js';

const limited = 10;
/** Its connections are tried anew every 3 seconds at least. */
const soon = { timeout: 15_000 };

describe.runIf(hasRedisServer)('two servers whose Redis fails', () => {
  let redis: RedisServer;
  let one: TestApp;
  let other: TestApp;

  beforeEach(async () => {
    redis = await RedisServer.make();
  });

  afterEach(async () => {
    await other.stop();
    await one.stop();
    await redis.kill();
  });

  async function startBoth(): Promise<void> {
    const env = { REDIS_URL: redis.url, RATE_LIMIT_FACTOR: '1' };
    one = await startApp(env);
    other = await startApp(env, { beside: one });
  }

  /** What `/readyz` says: its status, and of the cache. */
  async function ready({ url }: TestApp): Promise<unknown[]> {
    const response = await fetch(`${url}/readyz`);
    const { status, checks } = (await response.json()) as any;
    return [response.status, status, checks.cache.status];
  }

  /** Until both servers say so of the cache. */
  const untilCache = async (status: 'ok' | 'down') => {
    const whole = status === 'ok' ? 'ok' : 'degraded';
    for (const app of [one, other]) await expect.poll(() => ready(app), soon).toEqual([200, whole, status]);
  };

  /** How many of so many wrong log-ins at a server are counted, and not refused for being too many. */
  async function tries({ run }: TestApp, email: string, times = limited + 1): Promise<number> {
    const mutation = `mutation { logIn(input: { email: "${email}", password: "wrong password" }) { accessToken } }`;
    let counted = 0;
    for (let time = 0; time < times; time += 1) {
      const { errors } = await run(mutation);
      counted += errors?.[0]?.extensions['code'] === 'RATE_LIMITED' ? 0 : 1;
    }
    return counted;
  }

  async function answersSoon(): Promise<void> {
    const begin = performance.now();
    const answers = await Promise.all([one, other].map(({ run }) => run('{ districts { id } me { id } }')));
    expect(answers.map(({ data }) => [data.districts.length, data.me])).toEqual([
      [25, null],
      [25, null],
    ]);
    expect(performance.now() - begin).toBeLessThan(2000);
  }

  /** A room, who books it, and what somebody who watches it at `one` hears. */
  async function watched() {
    const make = new Make(one);
    const [space, guest] = [await make.space(), await make.guest()];
    const heard: string[] = [];
    const client = createClient({
      url: `${one.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    client.subscribe<any>(
      { query: `subscription { availabilityChanged(spaceId: "${space.id}") { date day } }` },
      {
        next: ({ data }) => heard.push(`${data.availabilityChanged.date} ${data.availabilityChanged.day}`),
        error: () => undefined,
        complete: () => undefined,
      },
    );
    const place = async (app: TestApp, date: string) => {
      const { data } = await new Booking({ ...one, run: app.run }).place(guest.token, {
        spaceId: space.id,
        date,
      });
      expect(data.placeOrder.__typename).toBe('Order');
    };
    return { heard, place, leave: () => client.dispose() };
  }

  it('start without it, and use it as soon as it is there', async () => {
    await startBoth();
    await untilCache('down');
    await answersSoon();
    expect([await tries(one, 'a@example.com'), await tries(other, 'a@example.com')]).toEqual([
      limited,
      limited,
    ]);
    expect((await fetch(`${one.url}/auth/kakao`, { redirect: 'manual' })).status).toBe(501);
    await redis.start();
    await untilCache('ok');
    expect([await tries(one, 'b@example.com'), await tries(other, 'b@example.com')]).toEqual([limited, 0]);
  }, 60_000);

  it('go on when it dies, tell so, and recover when it is back', async () => {
    await redis.start();
    await startBoth();
    await untilCache('ok');
    const { heard, place, leave } = await watched();
    // Only what is told after the subscription has begun is heard.
    let day = 1;
    const next = () => `2026-12-${String(day++).padStart(2, '0')}`;
    await expect.poll(() => place(other, next()).then(() => heard.length), soon).toBeGreaterThan(0);

    await redis.kill();
    await untilCache('down');
    await answersSoon();
    expect([await tries(one, 'c@example.com'), await tries(other, 'c@example.com')]).toEqual([
      limited,
      limited,
    ]);
    // Who watches at the same server hears of it all the same.
    await place(one, '2027-01-01');
    await expect.poll(() => heard, soon).toContain('2027-01-01 HELD');

    await redis.start();
    await untilCache('ok');
    day = 1;
    const later = () => `2027-02-${String(day++).padStart(2, '0')}`;
    await expect
      .poll(() => place(other, later()).then(() => heard.some((text) => text.startsWith('2027-02'))), soon)
      .toBe(true);
    expect([await tries(one, 'd@example.com'), await tries(other, 'd@example.com')]).toEqual([limited, 0]);
    await leave();
  }, 60_000);

  it('go on when it hangs, without waiting for it each time, and recover when it goes on', async () => {
    await redis.start();
    await startBoth();
    await untilCache('ok');
    const { heard, place, leave } = await watched();

    redis.freeze();
    await untilCache('down');
    await answersSoon();
    expect([await tries(one, 'e@example.com'), await tries(other, 'e@example.com')]).toEqual([
      limited,
      limited,
    ]);

    redis.thaw();
    await untilCache('ok');
    expect([await tries(one, 'f@example.com'), await tries(other, 'f@example.com')]).toEqual([limited, 0]);
    let day = 1;
    const next = () => `2027-03-${String(day++).padStart(2, '0')}`;
    await expect.poll(() => place(other, next()).then(() => heard.length), soon).toBeGreaterThan(0);
    await leave();
  }, 60_000);

  it('go on when it is full, and count limits by themselves', async () => {
    await redis.start('--maxmemory', '1', '--maxmemory-policy', 'noeviction');
    await startBoth();
    await answersSoon();
    expect([await tries(one, 'g@example.com'), await tries(other, 'g@example.com')]).toEqual([
      limited,
      limited,
    ]);
    expect(await redis.command('CONFIG SET maxmemory 0')).toBe('+OK\r\n');
    expect([await tries(one, 'h@example.com'), await tries(other, 'h@example.com')]).toEqual([limited, 0]);
  }, 60_000);

  it('go on when it wants a password that they have not', async () => {
    await redis.start('--requirepass', 'secret');
    await startBoth();
    await untilCache('down');
    await answersSoon();
    expect([await tries(one, 'i@example.com'), await tries(other, 'i@example.com')]).toEqual([
      limited,
      limited,
    ]);
  }, 60_000);

  it('lose no session, key or point when it is emptied', async () => {
    await redis.start();
    await startBoth();
    await untilCache('ok');
    const input = { email: 'kept@example.com', password: 'correct horse battery', nickname: 'n' };
    const signUp = 'mutation ($input: SignUpInput!) { signUp(input: $input) { accessToken refreshToken } }';
    const { accessToken, refreshToken } = (await one.run(signUp, { input })).data.signUp;
    const me = '{ me { points } }';
    const { points } = (await one.run(me, {}, accessToken)).data.me;
    const booking = new Booking(one);
    const wish = { spaceId: (await new Make(one).space()).id, idempotencyKey: randomUUID() };
    const placed = await booking.place(accessToken, wish);
    expect(placed.data.placeOrder.__typename).toBe('Order');

    expect(await redis.command('FLUSHALL')).toBe('+OK\r\n');
    expect(await new Booking({ ...one, run: other.run }).place(accessToken, wish)).toEqual(placed);
    expect((await other.run(me, {}, accessToken)).data.me).toEqual({ points });
    const refresh = 'mutation ($token: String!) { refreshSession(refreshToken: $token) { accessToken } }';
    const { data, errors } = await other.run(refresh, { token: refreshToken });
    expect(errors).toBeUndefined();
    expect((await one.run(me, {}, data.refreshSession.accessToken)).data.me).toEqual({ points });
  }, 60_000);
});
