import { randomUUID } from 'node:crypto';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addDays } from '../src/platform/local-date.js';
import type { SpaceEntity } from '../src/spaces/space.entity.js';
import { type Answer, startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Make } from './make.js';

const start = '2026-11-21T12:00:00+09:00';
const dates = (count: number) => Array.from({ length: count }, (_, days) => addDays('2026-11-30', days));
const prices = { dayPrice: 1000, nightPrice: 1000, allPrice: 1500 };
const block = `mutation ($id: ID!, $date: LocalDate!) { blockDates(id: $id, from: $date, to: $date) { id } }`;

// Two processes as far as orders go: each has its queue, its pool and its clock. The database is all they share.
let one: TestApp;
let other: TestApp;
let atOne: Booking;
let atOther: Booking;
let make: Make;
let space: SpaceEntity;
let host: { id: string; token: string };
let guest: { id: string; token: string };

beforeAll(async () => {
  one = await startApp();
  other = await startApp({}, { beside: one });
  [atOne, atOther] = [new Booking(one), new Booking(other)];
  make = new Make(one);
  for (const { database } of [one, other]) {
    // SQLite would wait for the other without letting go of this thread, which the other needs to go on.
    if (database.dialect === 'sqlite') await database.writer.query('PRAGMA busy_timeout = 0');
  }
});

afterAll(async () => {
  await other.stop();
  await one.stop();
});

beforeEach(async () => {
  setClocks(start);
  host = await make.guest(0);
  guest = await make.guest(1_000_000);
  space = await make.space({ hostId: host.id, ...prices });
  setClocks(start);
});

afterEach(async () => {
  expect(await atOne.audit()).toEqual([]);
});

function setClocks(instant: string): void {
  one.clock.set(instant);
  other.clock.set(instant);
}

/**
 * Runs one thing in each process so that both have looked before either writes. Then the one or the other is a little
 * faster, in turns.
 */
async function race(
  round: number,
  first: () => Promise<Answer>,
  second: () => Promise<Answer>,
): Promise<[any, any]> {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  let looking = 2;
  const spies = [one, other].map(({ database }, index) => {
    const transaction = database.transaction.bind(database);
    return vi.spyOn(database, 'transaction').mockImplementationOnce(async (work) => {
      if ((looking -= 1) === 0) open();
      await opened;
      if (index === round % 2) await later(round % 3);
      return transaction(work);
    });
  });
  // Whoever is refused at the first look waits for nobody.
  const answers = [first, second].map((work) => work().finally(open));
  try {
    return (await Promise.all(answers)) as [Answer, Answer];
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

async function holds(at: Booking, wanted: readonly string[], option = 'ALL'): Promise<string[]> {
  const answers = await Promise.all(
    wanted.map((date) => at.place(guest.token, { spaceId: space.id, date, option })),
  );
  return answers.map(({ data }) => data.placeOrder.id);
}

const kind = ({ data, errors }: Answer, field: string): string =>
  (errors?.[0]?.extensions['code'] as string | undefined) ?? data[field].__typename;

describe('two processes on one database', () => {
  it('pay a hold or take it over at its end, each sure of its clock: never both, never neither', async () => {
    const rival = await make.guest();
    const ends: string[] = [];
    for (const half of ['first', 'second']) {
      space = await make.space({ hostId: host.id, title: half, ...prices });
      one.clock.set(start);
      const days = dates(200);
      const ids = await holds(atOne, days);
      one.clock.set('2026-11-21T12:09:59.999+09:00');
      other.clock.set('2026-11-21T12:10:00+09:00');
      for (const [round, date] of days.entries()) {
        const [paid, taken] = await race(
          round,
          () => atOne.complete(guest.token, ids[round] as string),
          () => atOther.place(rival.token, { spaceId: space.id, date, option: 'ALL' }),
        );
        ends.push(`${kind(paid, 'completeOrder')} ${kind(taken, 'placeOrder')}`);
      }
    }
    expect(ends).toHaveLength(400);
    expect([...new Set(ends)].sort()).toEqual(['Order SlotTaken', 'SlotTaken Order']);
  }, 60_000);

  it('do what 50 twins of one key ask for once', async () => {
    const both = (work: (at: Booking) => Promise<Answer>) =>
      Promise.all(Array.from({ length: 50 }, (_, twin) => work(twin % 2 ? atOther : atOne)));
    const only = (answers: Answer[], field: string) => {
      expect(answers.filter(({ errors }) => errors)).toEqual([]);
      const all = new Map(answers.map(({ data }) => [JSON.stringify(data[field]), data[field]]));
      expect([...all.keys()]).toHaveLength(1);
      return [...all.values()][0];
    };
    const [place, pay, cancel] = [randomUUID(), randomUUID(), randomUUID()];
    const wish = { spaceId: space.id, option: 'ALL', idempotencyKey: place };
    const { id } = only(await both((at) => at.place(guest.token, wish)), 'placeOrder');
    const paid = only(await both((at) => at.complete(guest.token, id, pay)), 'completeOrder');
    expect(paid).toMatchObject({ id, status: 'COMPLETED' });
    expect(await atOne.points(guest.id)).toBe(998_500);
    const cancelled = only(await both((at) => at.cancel(guest.token, id, cancel)), 'cancelOrder');
    expect(cancelled).toMatchObject({ id, status: 'CANCELLED', refund: 1500 });
    expect(await atOne.points(guest.id)).toBe(1_000_000);
    const rows = (sql: string) => one.database.select(sql, [guest.id]);
    expect(await rows('SELECT id FROM booking_order WHERE user_id = ?')).toEqual([{ id }]);
    expect(await rows('SELECT order_id FROM idempotency WHERE user_id = ?')).toHaveLength(3);
    const kinds = 'SELECT kind FROM ledger_tx WHERE actor_id = ? AND order_id IS NOT NULL ORDER BY kind';
    expect(await rows(kinds)).toEqual([{ kind: 'PAYMENT' }, { kind: 'REFUND' }]);
  });

  it('pay an order or cancel it first: what was paid comes back, and what was cancelled is not paid', async () => {
    const days = dates(60);
    const ids = await holds(atOne, days);
    const ends = new Set<string>();
    for (const [round, id] of ids.entries()) {
      const [paid, cancelled] = await race(
        round,
        () => atOne.complete(guest.token, id),
        () => atOther.cancel(host.token, id),
      );
      ends.add(`${kind(paid, 'completeOrder')} ${cancelled.data.cancelOrder.refund}`);
      expect((await atOne.find(guest.token, id)).data.order.status).toBe('CANCELLED');
    }
    expect([...ends].sort()).toEqual(['CONFLICT 0', 'Order 1500']);
    expect(await atOne.points(guest.id)).toBe(1_000_000);
    expect(await atOne.points(host.id)).toBe(0);
  });

  it('cancel once when guest and host do it at once', async () => {
    // Of each the guest gets back half by then, while the host gives back all.
    const ids = await holds(atOne, dates(7));
    for (const id of ids) await atOne.complete(guest.token, id);
    setClocks('2026-11-29T12:00:00+09:00');
    const [asGuest, asHost] = [await make.token(guest.id), await make.token(host.id)];
    let given = 0;
    for (const [round, id] of ids.entries()) {
      const [byGuest, byHost] = await race(
        round,
        () => atOne.cancel(asGuest, id),
        () => atOther.cancel(asHost, id),
      );
      const { refund, cancelledAt, status } = byGuest.data.cancelOrder;
      expect(byHost.data.cancelOrder).toMatchObject({ refund, cancelledAt, status: 'CANCELLED' });
      expect(status).toBe('CANCELLED');
      expect([750, 1500]).toContain(refund);
      given += refund;
    }
    expect(await atOne.points(guest.id)).toBe(1_000_000 - 7 * 1500 + given);
    expect(await atOne.points(host.id)).toBe(7 * 1500 - given);
  });

  it('block a date or hold a slot of it, never both', async () => {
    const ends = new Set<string>();
    for (const [round, date] of dates(60).entries()) {
      const [held, blocked] = await race(
        round,
        () => atOne.place(guest.token, { spaceId: space.id, date, option: 'NIGHT' }),
        () => other.run(block, { id: space.id, date }, host.token),
      );
      if (blocked.errors) expect(blocked.errors[0].extensions).toEqual({ code: 'CONFLICT', dates: [date] });
      else expect(held.data.placeOrder.availability).toMatchObject({ day: 'CLOSED', night: 'CLOSED' });
      ends.add(`${kind(held, 'placeOrder')} ${blocked.errors ? 'CONFLICT' : 'blocked'}`);
    }
    expect([...ends].sort()).toEqual(['Order CONFLICT', 'SlotTaken blocked']);
  });

  it('take one of 30 payments where the points are enough for one', async () => {
    const poor = await make.guest(1500);
    const placed = await Promise.all(
      dates(30).map((date) => atOne.place(poor.token, { spaceId: space.id, date, option: 'ALL' })),
    );
    const paid = await Promise.all(
      placed.map(({ data }, index) =>
        (index % 2 ? atOther : atOne).complete(poor.token, data.placeOrder.id as string),
      ),
    );
    const results = paid.map(({ data }) => data.completeOrder);
    expect(results.filter(({ __typename: name }) => name === 'Order')).toHaveLength(1);
    const short = results.filter(({ __typename: name }) => name === 'InsufficientPoints');
    expect(short).toHaveLength(29);
    for (const refusal of short) expect(refusal).toMatchObject({ needed: 1500, balance: 0 });
    expect(await atOne.points(poor.id)).toBe(0);
  });

  it('let one of 40 have a slot, whichever they ask', async () => {
    const rivals = await Promise.all(Array.from({ length: 40 }, () => make.guest()));
    setClocks(start);
    for (const date of dates(5)) {
      const answers = await Promise.all(
        rivals.map(({ token }, index) =>
          (index % 2 ? atOther : atOne).place(token, { spaceId: space.id, date, option: 'ALL' }),
        ),
      );
      const kinds = answers.map((answer) => kind(answer, 'placeOrder'));
      expect(kinds.filter((name) => name === 'Order')).toHaveLength(1);
      expect(kinds.filter((name) => name === 'SlotTaken')).toHaveLength(39);
    }
  });
});
