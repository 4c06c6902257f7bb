import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClaimEntity } from '../src/orders/claim.entity.js';
import { OrderEntity } from '../src/orders/order.entity.js';
import { OrderStatus } from '../src/orders/orders.types.js';
import { UpkeepService } from '../src/orders/upkeep.service.js';
import type { SqlValue } from '../src/platform/database/database.js';
import { addDays } from '../src/platform/local-date.js';
import { SlotOption } from '../src/spaces/spaces.types.js';
import { startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Faults } from './faults.js';
import { Make } from './make.js';

interface Step {
  /** The alias, or the name, of what is read. */
  readonly table: string;
  /** The index, or PRIMARY. */
  readonly key: string;
  readonly sorts: boolean;
}

let app: TestApp;
let mysql: boolean;
let faults: Faults;
let make: Make;
let spaceId: string;
let guest: { id: string; token: string };
let host: { id: string; token: string };
let sent: [string, readonly SqlValue[]][] = [];

beforeAll(async () => {
  app = await startApp();
  mysql = app.database.dialect === 'mysql';
  faults = new Faults(app);
  make = new Make(app);
  host = await make.guest(0);
  guest = await make.guest();
  spaceId = (await make.space({ hostId: host.id })).id;
  await fill();
  const select = app.database.select.bind(app.database);
  vi.spyOn(app.database, 'select').mockImplementation((sql, values = []) => {
    sent.push([sql, values]);
    return select(sql, values);
  });
});

afterAll(() => app.stop());

beforeEach(() => {
  sent = [];
});

/** Thousands of orders of a few people, so that a database has something to choose between. */
async function fill(): Promise<void> {
  const now = app.clock.now();
  const people = [guest.id, host.id, ...Array.from({ length: 18 }, () => randomUUID())];
  const statuses = Object.values(OrderStatus);
  const rows = Array.from({ length: 4000 }, (_, n): OrderEntity => {
    const status = statuses[Math.floor(n / 20) % 4] as OrderStatus;
    return {
      ...{ id: randomUUID(), userId: people[n % 20] ?? '', hostId: people[(n + 1) % 20] ?? '' },
      ...{
        spaceId: n % 100 ? randomUUID() : spaceId,
        useDate: addDays('2026-12-01', n % 365),
        opt: SlotOption.DAY,
      },
      ...{ headCount: 4, status, price: 1, policy: [], venueTz: 'Asia/Seoul', startsAt: now, endsAt: now },
      // Half of the holds are over: the upkeep is behind.
      holdExpiresAt: status === OrderStatus.WAITING ? now + (Math.floor(n / 80) % 2 ? -n : n + 1) : null,
      settlesAt: status === OrderStatus.COMPLETED ? now + 600_000 + n : null,
      ...{ booker: null, createdAt: now, completedAt: null, cancelledAt: null, refund: null },
    };
  });
  const claims = rows.map((row) => ({
    ...{ spaceId: row.spaceId, useDate: row.useDate, half: 0, kind: 1, ownerId: row.id },
    expiresAt: row.holdExpiresAt,
  }));
  await app.database.transaction(async (manager) => {
    for (let start = 0; start < rows.length; start += 500) {
      await manager
        .createQueryBuilder()
        .insert()
        .into(OrderEntity)
        .values(rows.slice(start, start + 500))
        .updateEntity(false)
        .execute();
      await manager
        .createQueryBuilder()
        .insert()
        .into(ClaimEntity)
        .values(claims.slice(start, start + 500))
        .orIgnore()
        .execute();
    }
    for (const key of Array.from({ length: 500 }, () => randomUUID())) {
      await manager.query('INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)', [guest.id, key, key, key, now]);
    }
  });
  if (mysql) await app.database.writer.query('ANALYZE TABLE booking_order, claim, idempotency, space');
}

/** How the database would run a statement. Parts made from other parts are left out: they hold a page each. */
async function plan(sql: string, values: readonly SqlValue[]): Promise<Step[]> {
  const explain = `${mysql ? 'EXPLAIN FORMAT=TRADITIONAL' : 'EXPLAIN QUERY PLAN'} ${sql}`;
  const rows = await app.database.writer.query<Record<string, string | number | null>[]>(explain, [
    ...values,
  ]);
  if (mysql) {
    return rows
      .filter(({ table }) => typeof table === 'string' && !table.startsWith('<'))
      .map(({ table, key, Extra: extra }) => ({
        table: String(table),
        key: String(key),
        sorts: /filesort|temporary/.test(String(extra)),
      }));
  }
  const reads = rows.filter(({ detail }) => /^(SEARCH|SCAN) (?!part\b|\(subquery)/.test(String(detail)));
  return reads.map(({ parent, detail }) => {
    const [, table, key] = /^\w+ (\w+)(?: USING (?:COVERING )?(?:INDEX )?(\w+))?/.exec(String(detail)) ?? [];
    const sorts = rows.some(
      (row) => row['parent'] === parent && parent !== 0 && /TEMP B-TREE/.test(String(row['detail'])),
    );
    return { table: String(table), key: String(key).replace(/^sqlite_autoindex_\w+$/, 'PRIMARY'), sorts };
  });
}

describe('the plan of a page of orders', () => {
  const cases = [undefined, ...Object.values(OrderStatus)].flatMap((status) =>
    (['orders', 'receivedOrders'] as const).flatMap((field) =>
      [false, true].map((later) => ({
        field,
        status,
        later,
        title: `${field} of ${status ?? 'any status'}${later ? ', a later page' : ''}`,
      })),
    ),
  );

  it.each(cases)('$title reads no more than the page, by its index', async ({ field, status, later }) => {
    const { token } = field === 'orders' ? guest : host;
    const query = `query ($status: OrderStatus, $after: String) { me {
      page: ${field}(first: 5, status: $status, after: $after) { nodes { id } pageInfo { endCursor } } } }`;
    const first = await app.run(query, { status }, token);
    expect(first.data.me.page.nodes).toHaveLength(5);
    if (later) {
      sent = [];
      await app.run(query, { status, after: first.data.me.page.pageInfo.endCursor }, token);
    }
    const [sql, values] = sent.find(([text]) => text.includes('booking_order')) ?? ['', []];
    const steps = await plan(sql, values);
    const key = field === 'orders' ? 'booking_order_guest' : 'booking_order_host';
    const parts = status === undefined ? 4 : status === OrderStatus.EXPIRED ? 2 : 1;
    expect(steps).toEqual(Array.from({ length: parts }, () => ({ table: 'o', key, sorts: false })));
  });
});

describe('the plan of a list for a date', () => {
  it('reads rooms in their order and claims by their primary key, and sorts nothing', async () => {
    const date = addDays(new Date(app.clock.now()).toISOString().slice(0, 10), 30);
    await app.run('query ($date: LocalDate) { spaces(filter: { date: $date }, first: 5) { nodes { id } } }', {
      date,
    });
    const [sql, values] = sent.find(([text]) => text.includes('day_claim')) ?? ['', []];
    expect(await plan(sql, values)).toEqual([
      { table: 's', key: 'space_all_popular', sorts: false },
      { table: 'day_claim', key: 'PRIMARY', sorts: false },
      { table: 'night_claim', key: 'PRIMARY', sorts: false },
    ]);
  });
});

describe('the plan of a booking', () => {
  it('looks at a slot by primary keys alone', async () => {
    await new Booking(app).place(guest.token, { spaceId });
    const [sql, values] = sent.find(([text]) => text.includes('LEFT JOIN claim')) ?? ['', []];
    const steps = await plan(sql, values);
    expect(Object.fromEntries(steps.map(({ table, key }) => [table, key]))).toEqual({
      s: 'PRIMARY',
      i: 'PRIMARY',
      c: 'PRIMARY',
      o: 'PRIMARY',
    });
    expect(steps.filter(({ sorts }) => sorts)).toEqual([]);
  });
});

describe('the plan of the upkeep', () => {
  it('reads what is due by its indexes, in order', async () => {
    faults.none();
    await app.get(UpkeepService, { strict: false }).run();
    const [due, over] = sent.filter(([text]) => text.includes('booking_order'));
    expect(await plan(...(due ?? ['', []]))).toEqual([
      { table: 'booking_order', key: 'booking_order_settle', sorts: false },
    ]);
    expect(await plan(...(over ?? ['', []]))).toEqual([
      { table: 'booking_order', key: 'booking_order_hold', sorts: false },
    ]);
    const forget = faults.transactions.flat().find((sql) => /^DELETE FROM .idempotency/.test(sql)) ?? '';
    expect(await plan(forget, [1])).toEqual([{ table: 'idempotency', key: 'idempotency_age', sorts: false }]);
  });
});
