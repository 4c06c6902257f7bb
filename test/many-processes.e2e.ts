import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { addDays } from '../src/platform/local-date.js';
import { bookableDates } from '../src/spaces/calendar.rules.js';
import { type Answer, freePort, runAt, startApp, type TestApp } from './app.js';
import { type Booking, booker } from './booking.js';
import { Make } from './make.js';
import { bookingAt, killAll, launchBeside, ServerProcess, setClock } from './processes.js';
import { Proxy } from './proxy.js';
import { SpotifyStub } from './spotify-stub.js';

const possible = process.env['TEST_DATABASE_URL'] && process.env['TEST_REDIS_URL'];
const tomorrow = addDays(bookableDates(Date.now()).first, 1);
const sound = readFileSync(new URL('fixtures/pcm.wav', import.meta.url));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!possible)('three servers behind a proxy (they need MySQL or MariaDB, and Redis)', () => {
  let app: TestApp;
  let make: Make;
  let spotify: SpotifyStub;
  let ports: number[];
  let env: Record<string, string>;
  let servers: ServerProcess[];
  let proxy: Proxy;

  beforeAll(async () => {
    app = await startApp();
    make = new Make(app);
    spotify = await SpotifyStub.start();
    ports = await Promise.all([freePort(), freePort(), freePort()]);
    proxy = await Proxy.start(ports);
    env = { ...spotify.env, PUBLIC_URL: proxy.url, TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_FACTOR: '1' };
    setClock(app);
    servers = await Promise.all(ports.map((port) => launchBeside(app, { env, port })));
  }, 120_000);

  afterEach(() => setClock(app));

  afterAll(async () => {
    await killAll();
    await proxy?.stop();
    await spotify?.stop();
    await app?.stop();
  });

  const [first, second, third] = [0, 1, 2].map((index) => () => servers[index] as ServerProcess) as [
    () => ServerProcess,
    () => ServerProcess,
    () => ServerProcess,
  ];
  const door = (server: ServerProcess): Booking => bookingAt(app, server);

  /** Asks as somebody at an address nobody else has, so that no other suite counts towards his limits. */
  const address = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
  async function ask(url: string, from: string, query: string, variables: object = {}): Promise<Answer> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  }

  it('one session is good at all of them, renewed at any, ended at once', async () => {
    const from = address();
    const input = {
      email: `${randomUUID()}@hapju.example`,
      password: 'a long passphrase 1',
      nickname: '여럿',
    };
    const fields = 'accessToken refreshToken';
    const opened = await ask(
      first().url,
      from,
      `mutation ($input: SignUpInput!) { signUp(input: $input) { ${fields} } }`,
      {
        input,
      },
    );
    const { accessToken, refreshToken } = opened.data.signUp;
    expect(await second().run('{ me { nickname } }', {}, accessToken)).toEqual({
      data: { me: { nickname: '여럿' } },
    });
    const renew = (server: ServerProcess, token: string) =>
      ask(
        server.url,
        from,
        `mutation ($token: String!) { refreshSession(refreshToken: $token) { refreshToken } }`,
        {
          token,
        },
      );
    const renewed = (await renew(third(), refreshToken)).data.refreshSession.refreshToken;
    // The answer may have been lost: another one gives the same.
    expect((await renew(first(), refreshToken)).data.refreshSession.refreshToken).toBe(renewed);
    const logOut = 'mutation ($token: String!) { logOut(refreshToken: $token) }';
    expect(await ask(second().url, from, logOut, { token: renewed })).toEqual({ data: { logOut: true } });
    expect((await renew(third(), renewed)).errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });

  it('wrong passwords are counted over all of them', async () => {
    const email = `${randomUUID()}@hapju.example`;
    const codes: unknown[] = [];
    for (let count = 0; count < 12; count += 1) {
      const { errors } = await ask(
        proxy.url,
        address(),
        'mutation ($input: LogInInput!) { logIn(input: $input) { accessToken } }',
        { input: { email, password: 'not the passphrase' } },
      );
      codes.push(errors?.[0]?.extensions['code']);
    }
    expect(codes).toEqual([...Array(10).fill('UNAUTHENTICATED'), 'RATE_LIMITED', 'RATE_LIMITED']);
  });

  it('an order placed at one is seen by who watches at another', async () => {
    const space = await make.space();
    const guest = await make.guest();
    const client = createClient({
      url: `${proxy.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const seen: string[] = [];
    const query = `subscription { availabilityChanged(spaceId: "${space.id}") { date day } }`;
    client.subscribe<{ availabilityChanged: { date: string; day: string } }>(
      { query },
      {
        next: ({ data }) =>
          void seen.push(`${data?.availabilityChanged.date} ${data?.availabilityChanged.day}`),
        error: (error) => void seen.push(String(error)),
        complete: () => undefined,
      },
    );
    // Whoever has subscribed is told of nothing that was before: orders come until one is seen.
    let days = 0;
    await vi.waitFor(
      async () => {
        const date = addDays(tomorrow, (days += 1));
        const placed = await door(servers[days % 3] as ServerProcess).place(guest.token, {
          spaceId: space.id,
          date,
        });
        expect(placed.data.placeOrder.__typename).toBe('Order');
        await vi.waitFor(() => expect(seen).toContain(`${date} HELD`), { timeout: 1000 });
      },
      { timeout: 20_000, interval: 10 },
    );
    for (const server of servers) {
      const date = addDays(tomorrow, (days += 1));
      const { id } = (await door(server).place(guest.token, { spaceId: space.id, date })).data.placeOrder;
      await vi.waitFor(() => expect(seen.at(-1)).toBe(`${date} HELD`), { timeout: 10_000 });
      await door(third()).complete(guest.token, id);
      await vi.waitFor(() => expect(seen.at(-1)).toBe(`${date} TAKEN`), { timeout: 10_000 });
      await door(second()).cancel(guest.token, id);
      await vi.waitFor(() => expect(seen.at(-1)).toBe(`${date} FREE`), { timeout: 10_000 });
    }
    await client.dispose();
  });

  it('what one has asked of Spotify, and its token, serves all', async () => {
    const words = `words ${randomUUID()}`;
    spotify.found.set(words, []);
    const asked = spotify.requests.length;
    for (const server of servers) {
      const query = 'query ($query: String!) { searchPlaylists(query: $query, first: 10) { nodes { id } } }';
      expect(await ask(server.url, address(), query, { query: words })).toEqual({
        data: { searchPlaylists: { nodes: [] } },
      });
    }
    expect(spotify.requests.slice(asked).map(({ call }) => call)).toEqual(['token', 'search']);
  });

  it('a query whose text one has learnt is known to all by its hash', async () => {
    const query = `{ districts { id } # ${randomUUID()}\n}`;
    const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(Buffer.from(query)) } };
    const send = async ({ url }: ServerProcess, body: object) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
      return (await response.json()) as Answer;
    };
    expect((await send(first(), { extensions })).errors?.[0]?.message).toBe('PersistedQueryNotFound');
    // A Redis that answers late on a busy machine learns nothing, and a client then sends the text once more.
    await vi.waitFor(async () => {
      expect((await send(second(), { query, extensions })).data.districts).toHaveLength(25);
      for (const server of servers)
        expect((await send(server, { extensions })).data?.districts).toHaveLength(25);
    }, 20_000);
  });

  it('each is stopped and started again while everybody goes on, and nothing is lost', async () => {
    const run = runAt(proxy.url);
    const media = await make.media(randomBytes(100_000));
    const failures: string[] = [];
    const done = { queries: 0, bookings: 0, uploads: 0, reads: 0 };
    const booked: { id: string; token: string }[] = [];
    const uploaded: { url: string; hash: string }[] = [];
    let running = true;

    /** Does one thing after another; whatever does not go well is a failure. */
    const keepOn = async (kind: keyof typeof done, work: (count: number) => Promise<void>) => {
      for (let count = 0; running; count += 1) {
        try {
          await work(count);
          done[kind] += 1;
        } catch (error) {
          failures.push(`${kind}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    };
    const operation = async (query: string, variables: object, token?: string): Promise<any> => {
      const { data, errors } = await run(query, { ...variables }, token);
      if (errors) throw new Error(errors.map(({ message }) => message).join());
      return data;
    };
    const bookAt = (spaceId: string, token: string) => async (count: number) => {
      const input = {
        spaceId,
        date: addDays(tomorrow, count % 360),
        option: 'DAY',
        headCount: 2,
        idempotencyKey: randomUUID(),
      };
      const place =
        'mutation ($input: PlaceOrderInput!) { order: placeOrder(input: $input) { ... on Order { id } } }';
      const { id } = (await operation(place, { input }, token)).order;
      const complete = `mutation ($id: ID!, $input: CompleteOrderInput!) {
        order: completeOrder(id: $id, input: $input) { ... on Order { status } } }`;
      const payment = { booker, idempotencyKey: randomUUID() };
      const { status } = (await operation(complete, { id, input: payment }, token)).order;
      if (status !== 'COMPLETED') throw new Error(`it is ${status}`);
      booked.push({ id, token });
    };
    const guests = await Promise.all([1, 2].map(() => make.guest(100_000_000)));
    const spaces = await Promise.all([1, 2].map(() => make.space()));
    const uploader = await make.guest();
    const workers = [
      ...guests.map(({ token }, index) => keepOn('bookings', bookAt(spaces[index]?.id as string, token))),
      ...[1, 2].map(() =>
        keepOn('queries', async () => {
          const { spaces: page } = await operation('{ spaces(first: 5) { nodes { id title } } }', {});
          if (page.nodes.length === 0) throw new Error('no rooms');
        }),
      ),
      keepOn('uploads', async (count) => {
        const bytes = Buffer.concat([sound, randomBytes(64 + count)]);
        const response = await fetch(`${proxy.url}/recordings/${count}.wav`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${uploader.token}`, 'content-type': 'application/octet-stream' },
          body: bytes,
        });
        if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
        uploaded.push({ url: ((await response.json()) as any).streamUrl, hash: sha256(bytes) });
      }),
      keepOn('reads', async (count) => {
        const start = (count * 997) % 90_000;
        const response = await fetch(`${proxy.url}/media/${media.id}`, {
          headers: { range: `bytes=${start}-${start + 9_999}` },
        });
        const bytes = await response.arrayBuffer();
        if (response.status !== 206 || bytes.byteLength !== 10_000) throw new Error(`${response.status}`);
      }),
    ];
    /** Waits until everybody has done something more. */
    const goneOn = async () => {
      const before = { ...done };
      await vi.waitFor(
        () => {
          for (const [kind, count] of Object.entries(done)) {
            expect(count).toBeGreaterThan(before[kind as keyof typeof done] + 2);
          }
        },
        { timeout: 60_000 },
      );
    };
    const begin = performance.now();
    const ends: unknown[] = [];
    for (const [index, port] of ports.entries()) {
      await goneOn();
      ends.push(await servers[index]?.stop());
      await goneOn();
      servers[index] = await launchBeside(app, { env, port });
      await goneOn();
    }
    running = false;
    await Promise.all(workers);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    const figures = {
      ...done,
      restarts: ports.length,
      passedOver: proxy.passedOver,
      failures: failures.length,
      seconds,
    };
    console.log(
      `rolling restart | ${Object.entries(figures)
        .map(([name, value]) => `${name} ${value}`)
        .join(' | ')}`,
    );
    expect(failures).toEqual([]);
    expect(ends).toEqual([0, 0, 0]);

    // Nothing that was acknowledged is lost.
    for (const { id, token } of booked) {
      expect((await door(first()).find(token, id)).data.order.status).toBe('COMPLETED');
    }
    const rows = await app.database.select<{ total: number }>(
      "SELECT COUNT(*) AS total FROM booking_order WHERE status = 'COMPLETED' AND user_id IN (?, ?)",
      guests.map(({ id }) => id),
    );
    expect(rows).toEqual([{ total: booked.length }]);
    for (const { url, hash } of uploaded) {
      expect(sha256(new Uint8Array(await (await fetch(url)).arrayBuffer()))).toBe(hash);
    }
    setClock(app);
    expect(await door(first()).audit()).toEqual([]);
  }, 300_000);
});
