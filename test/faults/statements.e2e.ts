import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { MediaSweepService } from '../../src/media/media-sweep.service.js';
import { addDays } from '../../src/platform/local-date.js';
import { bookableDates } from '../../src/spaces/calendar.rules.js';
import type { TestApp } from '../app.js';
import type { Booking } from '../booking.js';
import { type ServerProcess, setClock } from '../processes.js';
import { canStartMariadb, type Mariadb } from './mariadb.js';
import { outcome } from './outcome.js';
import type { FaultProxy } from './proxy.js';
import { spaces, World } from './world.js';

const tomorrow = addDays(bookableDates(Date.now()).first, 1);

describe.runIf(canStartMariadb)('a server whose database', () => {
  let world: World;
  let mariadb: Mariadb;
  let proxy: FaultProxy;
  let app: TestApp;
  let server: ServerProcess;
  let door: Booking;

  beforeAll(async () => {
    world = await World.open(2);
    ({ mariadb, proxy, app, server, door } = world);
  });

  afterEach(() => world.heal());
  afterAll(() => world.close());

  it('is 300 ms away is slow and nothing else', async () => {
    const { token, spaceId } = await world.newGuest();
    proxy.latency = 150;
    const order = await door.book(token, { spaceId, date: tomorrow });
    expect(order).toMatchObject({ status: 'COMPLETED', price: 30_000 });
    expect(await door.audit()).toEqual([]);
  });

  describe.each(['cut before', 'cut after'] as const)(
    'loses a connection, %s the COMMIT was sent',
    (verdict) => {
      it('has done it wholly or not at all, and does it once when it is asked again', async () => {
        const { id: guestId, token, spaceId } = await world.newGuest();
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
          world.loseCommit(verdict);
          expect(outcome(await ask())).toBe('UNAVAILABLE');
          // The database learns of the cut a little after the client.
          const expected = verdict === 'cut before' ? before : left;
          await vi.waitFor(async () => expect((await traces()).slice(1)).toEqual(expected.slice(1)));
          const again = await ask();
          expect(outcome(again)).toBe(status);
          id = Object.values<any>(again.data)[0].id;
          expect(await traces()).toEqual(left);
        }
        setClock(app);
        expect(await door.audit()).toEqual([]);
      });
    },
  );

  it('loses the answer to the COMMIT of an upload keeps the bytes that its row speaks of', async () => {
    const { id: guestId, token } = await world.newGuest();
    const put = () =>
      fetch(`${server.url}/recordings/a.mp3`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}` },
        body: readFileSync(new URL('../fixtures/cbr.mp3', import.meta.url)),
      });
    const recordings = () =>
      app.database.select<{ id: string }>('SELECT id FROM recording WHERE owner_id = ?', [guestId]);
    const { id } = (await (await put()).json()) as { id: string };
    world.loseCommit('cut after');
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
    const { id, token, spaceId } = await world.newGuest();
    const placed = await door.place(token, { spaceId, date: tomorrow });
    const before = await door.state();
    await mariadb.run('SET GLOBAL read_only = 1');
    expect(outcome(await door.place(token, { spaceId, date: addDays(tomorrow, 1) }))).toBe('UNAVAILABLE');
    expect(outcome(await door.complete(token, placed.data.placeOrder.id))).toBe('UNAVAILABLE');
    expect(outcome(await door.cancel(token, placed.data.placeOrder.id))).toBe('UNAVAILABLE');
    expect(outcome(await door.find(token, placed.data.placeOrder.id))).toBe('WAITING');
    expect(outcome(await server.run(spaces))).toBe('answered');
    expect(await door.state()).toEqual(before);
    await mariadb.run('SET GLOBAL read_only = 0');
    expect(outcome(await door.complete(token, placed.data.placeOrder.id))).toBe('COMPLETED');
    expect(await door.points(id)).toBe(70_000);
    expect(await door.audit()).toEqual([]);
  });

  it('has no connection left refuses, and serves once there are some', async () => {
    // The only one of root's, so that none that has just ended makes room in the middle.
    const root = await createConnection({ host: '127.0.0.1', port: mariadb.port, user: 'root' });
    const ask = async (sql: string) => (await root.query<RowDataPacket[]>(sql))[0];
    const most = (await ask('SELECT @@max_connections AS n'))[0]?.['n'];
    const others: PromiseSettledResult<Connection>[] = [];
    try {
      await root.query('SET GLOBAL max_connections = 30');
      proxy.closed = true;
      await root.query('KILL USER hapju');
      const rest = "SELECT id FROM information_schema.processlist WHERE user IN ('hapju', 'root')";
      await vi.waitFor(async () => expect(await ask(rest)).toHaveLength(1));
      const more = () => createConnection(mariadb.url().replace('mariadb:', 'mysql:'));
      others.push(...(await Promise.allSettled(Array.from({ length: 31 }, more))));
      const refused = others.filter((other) => other.status === 'rejected');
      expect(refused.map(({ reason }) => reason.errno)).toEqual([1040, 1040]);
      proxy.closed = false;
      expect(outcome(await server.run(spaces))).toBe('UNAVAILABLE');
      await world.checkAlive();
    } finally {
      for (const other of others) if (other.status === 'fulfilled') other.value.destroy();
      await root.query(`SET GLOBAL max_connections = ${most}`);
      root.destroy();
    }
    await world.recovery();
  });

  it('keeps all connections waiting for a lock refuses others in bounded time, and goes on when it is free', async () => {
    const { token, spaceId } = await world.newGuest();
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
    expect(new Set((await Promise.all(paying)).map(outcome))).toEqual(new Set(['UNAVAILABLE']));
    for (const answer of await Promise.all(reading)) {
      expect(['answered', 'UNAVAILABLE']).toContain(outcome(answer));
    }
    expect(outcome(await server.run(spaces))).toBe('answered');
    expect(await door.state()).toEqual(before);
    await holder.query('ROLLBACK');
    holder.destroy();
    await vi.waitFor(
      async () => expect(outcome(await door.complete(token, orders[0] ?? ''))).toBe('COMPLETED'),
      {
        timeout: 20_000,
      },
    );
    expect(await door.audit()).toEqual([]);
  }, 60_000);
});
