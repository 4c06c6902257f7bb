import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MediaSweepService } from '../../src/media/media-sweep.service.js';
import { addDays } from '../../src/platform/local-date.js';
import { bookableDates } from '../../src/spaces/calendar.rules.js';
import { type Answer, startApp, type TestApp } from '../app.js';
import type { Booking } from '../booking.js';
import { Make } from '../make.js';
import { bookingAt, killAll, launchBeside, type ServerProcess, setClock } from '../processes.js';
import { Load } from './load.js';
import { canStartMariadb, Mariadb } from './mariadb.js';
import { FaultProxy } from './proxy.js';

const tomorrow = addDays(bookableDates(Date.now()).first, 1);
const spaces = '{ spaces(first: 1) { nodes { id } } }';
const guests = 20;
const unavailable = 'UNAVAILABLE The database cannot be reached right now; try again.';

/** What an answer is, in one word or the code of its error. */
const code = ({ data, errors }: Answer): string =>
  errors
    ? String(errors[0]?.extensions['code'])
    : Object.values<any>(data).map((value) => value?.status ?? value?.__typename ?? 'answered')[0];

function report(fault: string, load: Load, row: Record<string, number | string>): void {
  const { done, refusals, slowest } = load;
  const cells = { booked: done.length, ...refusals, 'longest wait in ms': slowest, ...row };
  console.log([fault, ...Object.entries(cells).map(([name, value]) => `${name} ${value}`)].join(' | '));
}

describe.runIf(canStartMariadb)('a server whose database', () => {
  let mariadb: Mariadb;
  let proxy: FaultProxy;
  /** On the database itself: makes rows and looks at them. */
  let app: TestApp;
  /** On the database through the proxy: what is tested. */
  let server: ServerProcess;
  let door: Booking;
  let load: Load;

  beforeAll(async () => {
    mariadb = await Mariadb.make();
    proxy = await FaultProxy.before(mariadb.port);
    app = await startApp({ DATABASE_URL: mariadb.url() });
    server = await launchBeside(app, {
      env: { DATABASE_URL: mariadb.url(proxy.port), DATABASE_TIMEOUT_SECONDS: '2' },
    });
    door = bookingAt(app, server);
  });

  beforeEach(() => {
    load = new Load(app, door);
  });

  afterEach(() => {
    mariadb.thaw();
    proxy.heal();
  });

  afterAll(async () => {
    await killAll();
    await app.stop();
    await proxy.stop();
    await mariadb.drop();
  });

  const alive = async () => {
    expect(await server.run('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  };

  /** Milliseconds until it answers again from the database, without anybody having done anything to it. */
  const recovery = async () => {
    const begin = performance.now();
    await vi.waitUntil(async () => code(await server.run(spaces)) === 'answered', {
      timeout: 30_000,
      interval: 20,
    });
    return Math.round(performance.now() - begin);
  };

  /** Someone with a slot to book, and one with an order to pay. */
  const newGuest = async () => {
    setClock(app);
    const make = new Make(app);
    const { id, token } = await make.guest(100_000);
    return { id, token, spaceId: (await make.space()).id };
  };

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'ends by %s under load and comes back',
    async (signal) => {
      await load.start(guests);
      await load.bookings(guests);
      await mariadb.stop(signal);
      await load.refused(guests);
      await alive();
      await mariadb.start();
      const recovered = await load.bookings(guests);
      await load.settle();
      expect(Object.keys(load.refusals)).toEqual([unavailable]);
      report(`database ended by ${signal}`, load, { 'booking again after ms': recovered });
    },
    120_000,
  );

  it('is frozen under load refuses in bounded time, and goes on once it is thawed', async () => {
    await load.start(guests);
    await load.bookings(guests);
    mariadb.freeze();
    // All of these are answered while it is frozen, ten times as many as there are connections.
    const asked = await Promise.all(Array.from({ length: 100 }, () => server.run(spaces)));
    expect(new Set(asked.map(code))).toEqual(new Set(['UNAVAILABLE']));
    await load.refused(guests);
    await alive();
    mariadb.thaw();
    const recovered = await load.bookings(guests);
    await load.settle();
    expect(Object.keys(load.refusals)).toEqual([unavailable]);
    report('database frozen', load, { 'booking again after ms': recovered });
  }, 120_000);

  it('loses its connections again and again under load', async () => {
    await load.start(guests);
    for (let round = 0; round < 5; round += 1) {
      await load.bookings(guests);
      proxy.reset();
    }
    const recovered = await load.bookings(guests);
    await load.settle();
    expect(Object.keys(load.refusals)).toEqual([unavailable]);
    report('connections reset five times', load, { 'booking again after ms': recovered });
  }, 120_000);

  it('is behind a line that is dead without a word, and then takes no connections', async () => {
    await load.start(guests);
    await load.bookings(guests);
    proxy.dead = true;
    await load.refused(guests);
    proxy.closed = true;
    proxy.reset();
    await load.refused(guests);
    await alive();
    proxy.heal();
    const recovered = await load.bookings(guests);
    await load.settle();
    expect(Object.keys(load.refusals)).toEqual([unavailable]);
    report('line dead, then closed', load, { 'booking again after ms': recovered });
  }, 120_000);

  it('is 300 ms away is slow and nothing else', async () => {
    const { token, spaceId } = await newGuest();
    proxy.latency = 150;
    const order = await door.book(token, { spaceId, date: tomorrow });
    expect(order).toMatchObject({ status: 'COMPLETED', price: 30_000 });
    expect(await door.audit()).toEqual([]);
  });

  describe.each(['cut before', 'cut after'] as const)(
    'loses a connection, %s the COMMIT was sent',
    (verdict) => {
      /** Cuts the next COMMIT that goes through. */
      const arm = () => {
        let struck = false;
        proxy.judge = (bytes) => {
          if (struck || !bytes.includes('COMMIT')) return 'pass';
          struck = true;
          return verdict;
        };
      };

      it('has done it wholly or not at all, and does it once when it is asked again', async () => {
        const { id: guestId, token, spaceId } = await newGuest();
        const wish = { spaceId, date: addDays(tomorrow, 2), idempotencyKey: randomUUID() };
        const [payKey, cancelKey] = [randomUUID(), randomUUID()];
        let id = '';
        const traces = async () => {
          const count = async (sql: string, value: string) =>
            (await app.database.select<{ n: number }>(`SELECT COUNT(*) AS n FROM ${sql}`, [value]))[0]?.n;
          return [
            await count('booking_order WHERE user_id = ?', guestId),
            await count('claim WHERE space_id = ?', spaceId),
            await count('idempotency WHERE user_id = ?', guestId),
            await count('ledger_tx WHERE order_id = ?', id),
            await door.points(guestId),
          ];
        };
        const steps = [
          {
            ask: () => door.place(token, wish),
            status: 'WAITING',
            left: [1, 1, 1, 0, 100_000],
          },
          {
            ask: () => door.complete(token, id, payKey),
            status: 'COMPLETED',
            left: [1, 1, 2, 1, 70_000],
          },
          {
            ask: () => door.cancel(token, id, cancelKey),
            status: 'CANCELLED',
            left: [1, 0, 3, 2, 100_000],
          },
        ];
        for (const { ask, status, left } of steps) {
          const before = await traces();
          arm();
          expect(code(await ask())).toBe('UNAVAILABLE');
          // The database learns of the cut a little after the client.
          const outcome = verdict === 'cut before' ? before : left;
          await vi.waitFor(async () => expect((await traces()).slice(1)).toEqual(outcome.slice(1)));
          const again = await ask();
          expect(code(again)).toBe(status);
          id = Object.values<any>(again.data)[0].id;
          expect(await traces()).toEqual(left);
        }
        setClock(app);
        expect(await door.audit()).toEqual([]);
      });
    },
  );

  it('loses the answer to the COMMIT of an upload keeps the bytes that its row speaks of', async () => {
    const { id: guestId, token } = await newGuest();
    const put = () =>
      fetch(`${server.url}/recordings/a.mp3`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}` },
        body: readFileSync(new URL('../fixtures/cbr.mp3', import.meta.url)),
      });
    const recordings = () =>
      app.database.select<{ id: string }>('SELECT id FROM recording WHERE owner_id = ?', [guestId]);
    const { id } = (await (await put()).json()) as { id: string };
    let struck = false;
    proxy.judge = (bytes) => {
      if (struck || !bytes.includes('COMMIT')) return 'pass';
      struck = true;
      return 'cut after';
    };
    expect((await put()).status).toBe(503);
    await vi.waitFor(async () => expect(await recordings()).toHaveLength(2));
    expect(await app.get(MediaSweepService, { strict: false }).findMissing()).toEqual([]);
    const kept = (await recordings()).find((recording) => recording.id !== id);
    const deleted = await server.run(
      'mutation ($id: ID!) { deleteRecording(id: $id) }',
      { id: kept?.id },
      token,
    );
    expect(deleted.errors).toBeUndefined();
  });

  it('is read-only refuses what writes and answers what reads', async () => {
    const { id, token, spaceId } = await newGuest();
    const placed = await door.place(token, { spaceId, date: tomorrow });
    const before = await door.state();
    await mariadb.run('SET GLOBAL read_only = 1');
    expect(code(await door.place(token, { spaceId, date: addDays(tomorrow, 1) }))).toBe('UNAVAILABLE');
    expect(code(await door.complete(token, placed.data.placeOrder.id))).toBe('UNAVAILABLE');
    expect(code(await door.cancel(token, placed.data.placeOrder.id))).toBe('UNAVAILABLE');
    expect(code(await door.find(token, placed.data.placeOrder.id))).toBe('WAITING');
    expect(code(await server.run(spaces))).toBe('answered');
    expect(await door.state()).toEqual(before);
    await mariadb.run('SET GLOBAL read_only = 0');
    expect(code(await door.complete(token, placed.data.placeOrder.id))).toBe('COMPLETED');
    expect(await door.points(id)).toBe(70_000);
    expect(await door.audit()).toEqual([]);
  });

  it('has no connection left refuses, and serves once there are some', async () => {
    const [{ Value: most }] = await mariadb.run("SHOW VARIABLES LIKE 'max_connections'");
    await mariadb.run('SET GLOBAL max_connections = 30');
    proxy.closed = true;
    proxy.reset();
    const others: Connection[] = [];
    try {
      const more = async () =>
        others.push(await createConnection(mariadb.url().replace('mariadb:', 'mysql:')));
      await expect(Promise.all(Array.from({ length: 31 }, more))).rejects.toMatchObject({ errno: 1040 });
      proxy.closed = false;
      expect(code(await server.run(spaces))).toBe('UNAVAILABLE');
      await alive();
    } finally {
      for (const connection of others) connection.destroy();
      await mariadb.run(`SET GLOBAL max_connections = ${most}`);
    }
    await recovery();
  });

  it('keeps all connections waiting for a lock refuses others in bounded time, and goes on when it is free', async () => {
    const { token, spaceId } = await newGuest();
    const orders: string[] = [];
    for (let day = 0; day < 12; day += 1) {
      const placed = await door.place(token, { spaceId, date: addDays(tomorrow, day) });
      orders.push(placed.data.placeOrder.id);
    }
    const before = await door.state();
    const holder = await createConnection({ host: '127.0.0.1', port: mariadb.port, user: 'root' });
    await holder.query('BEGIN');
    await holder.query('SELECT * FROM hapju.booking_order FOR UPDATE');
    await holder.query('SELECT * FROM hapju.idempotency FOR UPDATE');
    const paying = orders.map((id) => door.complete(token, id));
    const reading = Array.from({ length: 50 }, () => server.run(spaces));
    expect(new Set((await Promise.all(paying)).map(code))).toEqual(new Set(['UNAVAILABLE']));
    for (const outcome of (await Promise.all(reading)).map(code)) {
      expect(['answered', 'UNAVAILABLE']).toContain(outcome);
    }
    expect(code(await server.run(spaces))).toBe('answered');
    expect(await door.state()).toEqual(before);
    await holder.query('ROLLBACK');
    holder.destroy();
    await vi.waitFor(
      async () => expect(code(await door.complete(token, orders[0] ?? ''))).toBe('COMPLETED'),
      {
        timeout: 20_000,
      },
    );
    expect(await door.audit()).toEqual([]);
  }, 60_000);

  it('had all of that done to it has cost no process, no connection and no descriptor', async () => {
    await recovery();
    await vi.waitUntil(() => proxy.connections <= 10, { timeout: 20_000 });
    expect(server.output).not.toMatch(/Unhandled|uncaught/i);
    expect(await server.stop()).toBe(0);
  });
});
