import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UpkeepService } from '../src/orders/upkeep.service.js';
import { addDays } from '../src/platform/local-date.js';
import type { SpaceEntity } from '../src/spaces/space.entity.js';
import { startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Make } from './make.js';

const start = '2026-11-21T12:00:00+09:00';
const hour = 3_600_000;
const statement = '{ me { points pointEntries { nodes { kind amount order { id status } } } } }';

// A second process does its own upkeep on the same database.
let app: TestApp;
let other: TestApp;
let make: Make;
let booking: Booking;
let space: SpaceEntity;
let host: { id: string; token: string };
let guest: { id: string; token: string };

beforeAll(async () => {
  app = await startApp();
  other = await startApp({}, { beside: app });
  make = new Make(app);
  booking = new Booking(app);
  for (const { database } of [app, other]) {
    // SQLite would wait for the other without letting go of this thread, which the other needs to go on.
    if (database.dialect === 'sqlite') await database.writer.query('PRAGMA busy_timeout = 0');
  }
});

afterAll(async () => {
  await other.stop();
  await app.stop();
});

beforeEach(async () => {
  setClocks(start);
  host = await make.guest(0);
  guest = await make.guest(100_000);
  space = await make.space({ hostId: host.id });
  setClocks(start);
});

afterEach(async () => {
  expect(await booking.audit()).toEqual([]);
});

function setClocks(instant: string): void {
  app.clock.set(instant);
  other.clock.set(instant);
}

const run = (of: TestApp = app) => of.get(UpkeepService, { strict: false }).run();

async function escrow(): Promise<number | undefined> {
  const sql = 'SELECT balance FROM wallet WHERE account = ?';
  return (await app.database.select<{ balance: number }>(sql, [`escrow:${space.id}`]))[0]?.balance;
}

async function stored(id: string) {
  const sql = 'SELECT status, hold_expires_at AS hold, settles_at AS settles FROM booking_order WHERE id = ?';
  const [row] = await app.database.select<{ status: string; hold: number | null; settles: number | null }>(
    sql,
    [id],
  );
  return row;
}

async function statementOf(id: string) {
  const { data, errors } = await app.run(statement, {}, await make.token(id));
  expect(errors).toBeUndefined();
  return { points: data.me.points, entries: data.me.pointEntries.nodes };
}

describe('the price of a stay', () => {
  it.each([
    ['DAY', 30_000, '2026-12-25T00:00:00+09:00'],
    ['NIGHT', 40_000, '2026-12-25T08:00:00+09:00'],
    ['ALL', 60_000, '2026-12-25T08:00:00+09:00'],
  ])('of %s, %i, becomes the host’s at %s', async (option, price, at) => {
    const { id } = await booking.book(guest.token, { spaceId: space.id, option });
    app.clock.set(new Date(Date.parse(at) - 1).toISOString());
    await run();
    expect([await booking.points(host.id), await escrow()]).toEqual([0, price]);
    app.clock.advance(1);
    await run();
    expect(await escrow()).toBe(0);
    expect(await stored(id)).toEqual({ status: 'COMPLETED', hold: null, settles: null });
    expect(await statementOf(host.id)).toEqual({
      points: price,
      entries: [{ kind: 'EARNING', amount: price, order: { id, status: 'COMPLETED' } }],
    });
    const before = await booking.state();
    for (const who of [guest, host]) {
      const { errors } = await booking.cancel(await make.token(who.id), id);
      expect(errors?.[0]?.extensions['code']).toBe('CONFLICT');
    }
    await run();
    expect(await booking.state()).toEqual(before);
  });

  it('paid within the stay can still be given back for a while, and is the host’s after that', async () => {
    app.clock.set('2026-12-24T23:55:00+09:00');
    const token = await make.token(guest.id);
    await booking.book(token, { spaceId: space.id, option: 'DAY' });
    app.clock.set('2026-12-25T00:09:59.999+09:00');
    await run();
    expect(await booking.points(host.id)).toBe(0);
    app.clock.advance(1);
    await run();
    expect(await booking.points(host.id)).toBe(30_000);
  });

  it('comes once, however many processes look after it at once', async () => {
    for (const option of ['DAY', 'NIGHT']) await booking.book(guest.token, { spaceId: space.id, option });
    setClocks('2026-12-26T00:00:00+09:00');
    await Promise.all([run(), run(other), run(), run(other), run()]);
    expect(await booking.points(host.id)).toBe(70_000);
    expect(await escrow()).toBe(0);
    expect((await statementOf(host.id)).entries).toHaveLength(2);
  });

  it('of nothing moves nothing, and is settled all the same', async () => {
    const free = await make.space({ hostId: host.id, dayPrice: 0 });
    app.clock.set(start);
    const { id, status } = await booking.book(guest.token, { spaceId: free.id });
    expect(status).toBe('COMPLETED');
    expect((await stored(id))?.settles).toBe(Date.parse('2026-12-25T00:00:00+09:00'));
    app.clock.set('2026-12-25T00:00:00+09:00');
    await run();
    expect(await stored(id)).toEqual({ status: 'COMPLETED', hold: null, settles: null });
    expect(await statementOf(host.id)).toEqual({ points: 0, entries: [] });
  });

  it('that cannot be settled keeps none behind it waiting', async () => {
    const broken = await booking.book(guest.token, { spaceId: space.id, date: '2026-12-01' });
    const elsewhere = await make.space({ hostId: host.id });
    setClocks(start);
    const good = await booking.book(guest.token, { spaceId: elsewhere.id, date: '2026-12-02' });
    const take = (points: number) =>
      app.database.transaction((manager) =>
        manager.query('UPDATE wallet SET balance = balance - ? WHERE account = ?', [
          points,
          `escrow:${space.id}`,
        ]),
      );
    await take(1);
    setClocks('2026-12-03T00:00:00+09:00');
    await run();
    expect((await stored(good.id))?.settles).toBeNull();
    expect((await stored(broken.id))?.settles).toBe(Date.parse('2026-12-02T00:00:00+09:00'));
    expect(await booking.points(host.id)).toBe(30_000);
    await take(-1);
    await run();
    expect(await booking.points(host.id)).toBe(60_000);
  });

  it('that was cancelled is not waited for: what the guest does not get back is the host’s at once', async () => {
    const { id } = await booking.book(guest.token, { spaceId: space.id, option: 'ALL' });
    app.clock.set('2026-12-20T12:00:00+09:00');
    await booking.cancel(await make.token(guest.id), id);
    expect(await statementOf(host.id)).toEqual({
      points: 30_000,
      entries: [{ kind: 'EARNING', amount: 30_000, order: { id, status: 'CANCELLED' } }],
    });
    app.clock.set('2026-12-26T12:00:00+09:00');
    const before = await booking.state();
    await run();
    const { keys: _, ...after } = (await booking.state()) as { keys: unknown };
    expect(before).toMatchObject(after);
    expect(await escrow()).toBe(0);
  });
});

describe('holds that are over', () => {
  it('are ended: the order is stored as EXPIRED and its claims are gone', async () => {
    const { id } = (await booking.place(guest.token, { spaceId: space.id, option: 'ALL' })).data.placeOrder;
    app.clock.set('2026-11-21T12:09:59.999+09:00');
    await run();
    expect(await stored(id)).toMatchObject({ status: 'WAITING' });
    app.clock.advance(1);
    await Promise.all([run(), run()]);
    expect(await stored(id)).toEqual({ status: 'EXPIRED', hold: null, settles: null });
    expect(await app.database.select('SELECT half FROM claim WHERE space_id = ?', [space.id])).toEqual([]);
    expect((await booking.find(guest.token, id)).data.order).toMatchObject({
      status: 'EXPIRED',
      holdExpiresAt: null,
    });
  });

  it('are ended however many there are, and nothing else is', async () => {
    const held = async (count: number, from: string) => {
      const wanted = Array.from({ length: count }, (_, days) => addDays(from, days));
      const placed = await Promise.all(
        wanted.map((date) => booking.place(guest.token, { spaceId: space.id, date })),
      );
      return placed.map(({ data }) => data.placeOrder.id as string);
    };
    await held(201, '2027-01-01');
    const paid = await booking.book(guest.token, { spaceId: space.id });
    app.clock.advance(hour / 10);
    const [later] = await held(1, '2026-12-31');
    app.clock.set('2026-11-21T12:10:00+09:00');
    await run();
    const counts = await app.database.select(
      'SELECT status, COUNT(*) AS n FROM booking_order WHERE space_id = ? GROUP BY status ORDER BY status',
      [space.id],
    );
    expect(counts).toEqual([
      { status: 'COMPLETED', n: 1 },
      { status: 'EXPIRED', n: 201 },
      { status: 'WAITING', n: 1 },
    ]);
    const claims = await app.database.select<{ owner: string }>(
      'SELECT owner_id AS owner FROM claim WHERE space_id = ? ORDER BY use_date',
      [space.id],
    );
    expect(claims.map(({ owner }) => owner)).toEqual([paid.id, later]);
  });
});

describe('idempotency keys', () => {
  const keys = async () => {
    const sql = 'SELECT idem_key AS name FROM idempotency WHERE user_id = ? ORDER BY idem_key';
    return (await app.database.select<{ name: string }>(sql, [guest.id])).map(({ name }) => name);
  };

  it('are kept for 24 hours and then forgotten', async () => {
    await booking.place(guest.token, { spaceId: space.id, idempotencyKey: 'first' });
    app.clock.advance(1);
    await booking.place(guest.token, { spaceId: space.id, date: '2026-12-25', idempotencyKey: 'second' });
    app.clock.set('2026-11-22T12:00:00+09:00');
    await run();
    expect(await keys()).toEqual(['first', 'second']);
    app.clock.advance(1);
    await run();
    expect(await keys()).toEqual(['second']);
    const token = await make.token(guest.id);
    const again = await booking.place(token, {
      spaceId: space.id,
      date: '2026-12-25',
      idempotencyKey: 'second',
    });
    expect(again.data.placeOrder).toMatchObject({ status: 'EXPIRED', date: '2026-12-25' });
    const anew = await booking.place(token, { spaceId: space.id, idempotencyKey: 'first' });
    expect(anew.data.placeOrder).toMatchObject({ status: 'WAITING', date: '2026-12-24' });
  });
});
