import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../src/platform/local-date.js';
import { bookableDates } from '../src/spaces/calendar.rules.js';
import type { SpaceEntity } from '../src/spaces/space.entity.js';
import { type Answer, startApp, type TestApp } from './app.js';
import type { Booking } from './booking.js';
import { Make } from './make.js';
import { bookingAt, killAll, launchBeside, setClock, until } from './processes.js';

const rounds = 20;
const rush = 200;
/** The same seed gives the same wishes in the same order; who is faster is for the machine to say. */
const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 2 ** 31);
const options = ['DAY', 'NIGHT', 'ALL'] as const;
const tomorrow = addDays(bookableDates(Date.now()).first, 1);

interface Guest {
  readonly id: string;
  readonly token: string;
}

/** One database, and what guests can reach it through: servers, each a process of its own. */
interface World {
  readonly app: TestApp;
  readonly make: Make;
  readonly doors: readonly Booking[];
}

async function open(
  env: Record<string, string> = {},
  prepare?: (app: TestApp) => Promise<void>,
): Promise<World> {
  const app = await startApp();
  setClock(app);
  await prepare?.(app);
  const servers = await Promise.all([1, 2].map(() => launchBeside(app, { env })));
  return { app, make: new Make(app), doors: servers.map((server) => bookingAt(app, server)) };
}

const guestsOf = ({ make }: World, count: number, points: number) =>
  Promise.all(Array.from({ length: count }, () => make.guest(points)));

/** What came of a mutation, in one word or the text of its error. */
function outcome({ data, errors }: Answer): string {
  if (errors) return `error ${errors.map(({ message }) => message).join()}`;
  const [result] = Object.values<any>(data);
  return result.status ?? result.__typename;
}

const tally = (outcomes: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    [...new Set(outcomes)].sort().map((name) => [name, outcomes.filter((each) => each === name).length]),
  );

/** How often each half has been sold, by the orders alone. */
function sold({ app }: World, spaceId: string): Promise<{ date: string; half: number; times: number }[]> {
  return app.database.select(
    `SELECT o.use_date AS date, h.half, COUNT(*) AS times
     FROM booking_order o JOIN (SELECT 0 AS half UNION ALL SELECT 1) h
       ON o.opt = 'ALL' OR (o.opt = 'DAY' AND h.half = 0) OR (o.opt = 'NIGHT' AND h.half = 1)
     WHERE o.status = 'COMPLETED' AND o.space_id = ? GROUP BY o.use_date, h.half ORDER BY o.use_date, h.half`,
    [spaceId],
  );
}

async function audit({ app, doors: [door] }: World) {
  setClock(app);
  return door?.audit();
}

/** Prints one row for people to quote. */
function report({ app }: World, name: string, row: Record<string, number | string>): void {
  const cells = Object.entries(row).map(([key, value]) => `${key} ${value}`);
  console.log([name, app.database.dialect, ...cells, `seed ${seed}`].join(' | '));
}

/** Everybody wants the same date at once, and whoever gets a half of it pays through the next door. */
async function storm(world: World, doors: readonly Booking[], space: SpaceEntity) {
  const guests = await guestsOf(world, rush, 10_000_000);
  const wishes = fc.sample(
    fc.shuffledSubarray(
      guests.map((guest, index) => ({ guest, option: options[index % 3] as string })),
      { minLength: rush },
    ),
    { seed, numRuns: rounds },
  );
  const outcomes: string[] = [];
  let paid = 0;
  const begin = performance.now();
  for (const [round, wanted] of wishes.entries()) {
    const date = addDays(tomorrow, round);
    const results = await Promise.all(
      wanted.map(async ({ guest, option }, index) => {
        const [door, next] = [0, 1].map((offset) => doors[(index + offset) % doors.length] as Booking);
        const placed = await door?.place(guest.token, { spaceId: space.id, date, option });
        if (placed?.data?.placeOrder.__typename !== 'Order') return placed as Answer;
        return next?.complete(guest.token, placed.data.placeOrder.id) as Promise<Answer>;
      }),
    );
    for (const result of results) {
      outcomes.push(outcome(result));
      if (outcome(result) === 'COMPLETED') paid += result.data.completeOrder.price;
    }
  }
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const { COMPLETED: winners = 0, SlotTaken: refused = 0, ...errors } = tally(outcomes);
  const sales = await sold(world, space.id);
  const doubles = sales.filter(({ times }) => times > 1).length;
  const failed = rounds * rush - winners - refused;
  return { row: { rounds, winners, doubles, refused, errors: failed, seconds }, errors, sales, paid, guests };
}

async function escrow({ app }: World, spaceId: string): Promise<number> {
  const sql = 'SELECT balance FROM wallet WHERE account = ?';
  const [row] = await app.database.select<{ balance: number }>(sql, [`escrow:${spaceId}`]);
  return row?.balance ?? 0;
}

afterAll(killAll);

describe('two servers on one database', () => {
  let world: World;

  beforeAll(async () => {
    world = await open();
  });

  afterAll(() => world.app.stop());

  it.each(process.env['TEST_DATABASE_URL'] ? [2] : [1, 2])(
    'a storm through %i of them sells each half once, for its price',
    async (count) => {
      const space = await world.make.space();
      const { row, errors, sales, paid, guests } = await storm(world, world.doors.slice(0, count), space);
      report(world, `storm, processes ${count}`, row);
      expect(errors).toEqual({});
      const everyHalfOnce = Array.from({ length: rounds * 2 }, (_, index) => ({
        date: addDays(tomorrow, Math.floor(index / 2)),
        half: index % 2,
        times: 1,
      }));
      expect(sales, `seed ${seed}`).toEqual(everyHalfOnce);
      const balances = await Promise.all(
        guests.map(({ id }) => world.doors[0]?.points(id) as Promise<number>),
      );
      expect(balances.reduce((spent, balance) => spent + 10_000_000 - balance, 0)).toBe(paid);
      expect(await escrow(world, space.id)).toBe(paid);
      expect(await audit(world)).toEqual([]);
    },
    120_000,
  );

  it('guests who place, pay and cancel at random leave the books right', async () => {
    // Hosts are guests of each other, and two hands of each guest act at once.
    const guests: (Guest & { own: string[] })[] = (await guestsOf(world, 15, 70_000)).map((guest) => ({
      ...guest,
      own: [],
    }));
    const spaces = await Promise.all(guests.slice(0, 5).map(({ id }) => world.make.space({ hostId: id })));
    const step = fc.record({
      act: fc.constantFrom('place', 'place', 'complete', 'complete', 'cancel'),
      space: fc.constantFrom(...spaces),
      day: fc.nat(4),
      option: fc.constantFrom(...options),
      latest: fc.nat(2),
      door: fc.constantFrom(...world.doors),
    });
    const walk = fc.array(step, { minLength: 40, maxLength: 40, size: 'max' });
    const outcomes: string[] = [];
    const begin = performance.now();
    await Promise.all(
      fc.sample(walk, { seed, numRuns: guests.length * 2 }).map(async (steps, walker) => {
        const { token, own } = guests[walker % guests.length] as (typeof guests)[number];
        for (const { act, space, day, option, latest, door } of steps) {
          const id = own.at(-1 - latest);
          if (id && act !== 'place') {
            outcomes.push(`${act} ${outcome(await door[act](token, id))}`);
            continue;
          }
          // Some dates give back all, some half and some nothing.
          const date = addDays(tomorrow, day * 3 - 1);
          const answer = await door.place(token, { spaceId: space.id, date, option });
          if (answer.data?.placeOrder.__typename === 'Order') own.push(answer.data.placeOrder.id);
          outcomes.push(`place ${outcome(answer)}`);
        }
      }),
    );
    const counts = tally(outcomes);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    report(world, 'mixed storm, processes 2', { operations: outcomes.length, seconds, ...counts });
    const common = ['CANCELLED', 'COMPLETED', 'InsufficientPoints', 'SlotTaken', 'WAITING'];
    const rare = [
      'The hold of this order is over.',
      'This order is paid already.',
      'This order was cancelled.',
    ];
    const results = Object.keys(tally(outcomes.map((each) => each.slice(each.indexOf(' ') + 1))));
    expect(results, `seed ${seed}`).toEqual(expect.arrayContaining(common));
    expect([...common, ...rare.map((text) => `error ${text}`)]).toEqual(expect.arrayContaining(results));
    for (const { id } of spaces) {
      expect((await sold(world, id)).filter(({ times }) => times > 1)).toEqual([]);
    }
    expect(await audit(world)).toEqual([]);
  }, 120_000);

  it('orders that are paid and cancelled at once end cancelled, with every point back', async () => {
    const orders = 60;
    const guests = await guestsOf(world, orders, 30_000);
    const space = await world.make.space();
    const [one, other] = world.doors as [Booking, Booking];
    const ids = await Promise.all(
      guests.map(async ({ token }, day) => {
        const { data } = await one.place(token, { spaceId: space.id, date: addDays(tomorrow, day) });
        return data.placeOrder.id as string;
      }),
    );
    const answers = await Promise.all(
      guests.map(({ token }, index) => {
        const id = ids[index] as string;
        return Promise.all([
          one.complete(token, id),
          other.complete(token, id),
          other.cancel(token, id),
          one.cancel(token, id),
        ]);
      }),
    );
    for (const [pay, payToo, cancel, cancelToo] of answers) {
      const ends = ['COMPLETED', 'error This order is paid already.', 'error This order was cancelled.'];
      expect(ends).toContain(outcome(pay));
      expect(ends.slice(outcome(pay) === 'COMPLETED' ? 1 : 0)).toContain(outcome(payToo));
      expect([outcome(cancel), outcome(cancelToo)]).toEqual(['CANCELLED', 'CANCELLED']);
    }
    const paid = answers.flat().filter((answer) => outcome(answer) === 'COMPLETED').length;
    report(world, 'payment against cancellation, processes 2', { orders, paid });
    const balances = await Promise.all(guests.map(({ id }) => one.points(id)));
    expect(balances, `seed ${seed}`).toEqual(guests.map(() => 30_000));
    expect(await escrow(world, space.id)).toBe(0);
    expect(await audit(world)).toEqual([]);
  }, 60_000);

  it('points for one order pay for one of thirty', async () => {
    const guest = await world.make.guest(30_000);
    const space = await world.make.space();
    const ids: string[] = [];
    for (let day = 0; day < 30; day += 1) {
      const wish = { spaceId: space.id, date: addDays(tomorrow, day) };
      ids.push((await world.doors[day % 2]?.place(guest.token, wish))?.data.placeOrder.id);
    }
    const answers = await Promise.all(
      ids.map((id, index) => world.doors[index % 2]?.complete(guest.token, id) as Promise<Answer>),
    );
    expect(tally(answers.map(outcome))).toEqual({ COMPLETED: 1, InsufficientPoints: 29 });
    expect(await world.doors[0]?.points(guest.id)).toBe(0);
    expect(await escrow(world, space.id)).toBe(30_000);
    expect(await audit(world)).toEqual([]);
  });

  it('fifty twins of a request do it once', async () => {
    const guest = await world.make.guest(30_000);
    const space = await world.make.space();
    const date = addDays(tomorrow, 30);
    const twins = async (ask: (door: Booking) => Promise<Answer>): Promise<any> => {
      const turns = Array.from({ length: 50 }, (_, index) => world.doors[index % 2] as Booking);
      const answers = await Promise.all(turns.map(ask));
      const [first] = Object.values<any>(answers[0]?.data ?? {});
      for (const { data, errors } of answers) {
        expect(errors).toBeUndefined();
        expect(Object.values<any>(data)[0]).toMatchObject({ id: first.id, status: first.status });
      }
      return first;
    };
    const count = async (sql: string, values: string[]) =>
      (await world.app.database.select<{ total: number }>(`SELECT COUNT(*) AS total FROM ${sql}`, values))[0]
        ?.total;
    const keys = () => count('idempotency WHERE user_id = ?', [guest.id]);
    const moved = (kind: string, id: string) =>
      count('ledger_tx WHERE order_id = ? AND kind = ?', [id, kind]);
    const [place, complete, cancel] = [randomUUID(), randomUUID(), randomUUID()];

    const { id } = await twins((door) =>
      door.place(guest.token, { spaceId: space.id, date, idempotencyKey: place }),
    );
    expect(await count('booking_order WHERE user_id = ?', [guest.id])).toBe(1);
    expect(await keys()).toBe(1);
    expect((await twins((door) => door.complete(guest.token, id, complete))).status).toBe('COMPLETED');
    expect([await keys(), await moved('PAYMENT', id), await world.doors[0]?.points(guest.id)]).toEqual([
      2, 1, 0,
    ]);
    expect((await twins((door) => door.cancel(guest.token, id, cancel))).status).toBe('CANCELLED');
    expect([await keys(), await moved('REFUND', id), await world.doors[0]?.points(guest.id)]).toEqual([
      3, 1, 30_000,
    ]);
    expect(await audit(world)).toEqual([]);
  });
});

describe('a hold that runs out', () => {
  let world: World;

  beforeAll(async () => {
    world = await open({ HOLD_SECONDS: '1' });
  });

  afterAll(() => world.app.stop());

  it('is paid, or taken over, but never both and never neither', async () => {
    const lanes = 15;
    const perLane = 10;
    const space = await world.make.space();
    const guests = await guestsOf(world, lanes * 2, 30_000 * perLane);
    const [one, other] = world.doors as [Booking, Booking];
    // How long before the end of its hold a payment is sent: every round moves it to where half of them come too late.
    let lead = 20;
    const round = async (lane: number, turn: number): Promise<string> => {
      const [payer, taker] = guests.slice(lane * 2) as [Guest, Guest];
      const wish = { spaceId: space.id, date: addDays(tomorrow, lane * perLane + turn) };
      const held = (await one.place(payer.token, wish)).data.placeOrder;
      const end = Date.parse(held.holdExpiresAt);
      const [paid, placed] = await Promise.all([
        until(end - lead).then(() => one.complete(payer.token, held.id)),
        until(end).then(() => other.place(taker.token, wish)),
      ]);
      lead += outcome(paid) === 'COMPLETED' ? -3 : 3;
      return `pay ${outcome(paid)}, place ${outcome(placed)}`;
    };
    const begin = performance.now();
    const results = await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const outcomes: string[] = [];
        for (let turn = 0; turn < perLane; turn += 1) outcomes.push(await round(lane, turn));
        return outcomes;
      }),
    );
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    const counts = tally(results.flat());
    const paid = counts['pay COMPLETED, place SlotTaken'] ?? 0;
    const takenOver = counts['pay SlotTaken, place WAITING'] ?? 0;
    report(world, 'payment against take-over, processes 2', { ...counts, seconds });
    expect(paid + takenOver, JSON.stringify(counts)).toBe(lanes * perLane);
    expect(Math.min(paid, takenOver), 'both sides of the boundary were met').toBeGreaterThan(lanes);
    expect(await escrow(world, space.id)).toBe(paid * 30_000);
    expect(await audit(world)).toEqual([]);
  }, 60_000);
});

describe('without the key of the claims', () => {
  let world: World;

  beforeAll(async () => {
    world = await open({}, dropKey);
  });

  afterAll(() => world.app.stop());

  it('the same storm sells a half twice, so it can see what it looks for', async () => {
    const { row } = await storm(world, world.doors, await world.make.space());
    report(world, 'control without the key, processes 2', row);
    expect(row.doubles, `seed ${seed}`).toBeGreaterThan(0);
  }, 120_000);

  function dropKey({ database }: TestApp): Promise<void> {
    const statements =
      database.dialect === 'mysql'
        ? ['ALTER TABLE claim DROP PRIMARY KEY']
        : [
            'CREATE TABLE bare AS SELECT * FROM claim',
            'DROP TABLE claim',
            'ALTER TABLE bare RENAME TO claim',
          ];
    return database.transaction(async (manager) => {
      for (const statement of statements) await manager.query(statement);
    });
  }
});
