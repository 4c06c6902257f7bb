import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { internalMessage } from '../src/platform/errors.js';
import { PubSub } from '../src/platform/pubsub/pubsub.js';
import type { SpaceEntity } from '../src/spaces/space.entity.js';
import { type Answer, startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { type Fault, Faults, givenUp } from './faults.js';
import { Make } from './make.js';

const start = '2026-11-21T12:00:00+09:00';
const steps = ['placeOrder', 'completeOrder', 'cancelOrder'] as const;
type Step = (typeof steps)[number];

let app: TestApp;
let make: Make;
let booking: Booking;
let faults: Faults;
let space: SpaceEntity;
let host: { id: string; token: string };
let guest: { id: string; token: string };
let told: unknown[];
let stopListening: () => void;

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
  booking = new Booking(app);
  faults = new Faults(app);
});

afterAll(() => app.stop());

beforeEach(async () => {
  faults.none();
  app.clock.set(start);
  host = await make.guest(0);
  guest = await make.guest(100_000);
  space = await make.space({ hostId: host.id });
  app.clock.set(start);
});

/** Brings about all that comes before a step, and gives what runs the step itself. */
async function ready(step: Step): Promise<() => Promise<Answer>> {
  const key = randomUUID();
  if (step === 'placeOrder') {
    // A hold of the same guest, and one that is over: a hold that has both to clear away is the longest.
    const rival = await make.guest();
    app.clock.set(start);
    await booking.place(rival.token, { spaceId: space.id, option: 'NIGHT' });
    app.clock.advance(600_000);
    await booking.place(guest.token, { spaceId: space.id, option: 'DAY' });
  }
  const wish = { spaceId: space.id, option: 'ALL', idempotencyKey: randomUUID() };
  const id = step === 'placeOrder' ? '' : (await booking.place(guest.token, wish)).data.placeOrder.id;
  if (step === 'cancelOrder') {
    await booking.complete(guest.token, id);
    // Half comes back: there are both a refund and an earning.
    app.clock.set('2026-12-20T12:00:00+09:00');
    guest = { ...guest, token: await make.token(guest.id) };
  }
  told = [];
  stopListening?.();
  const pubSub = app.get(PubSub, { strict: false });
  stopListening = pubSub.subscribe(`availability:${space.id}`, (message) => told.push(message));
  faults.none();
  return {
    placeOrder: () => booking.place(guest.token, wish),
    completeOrder: () => booking.complete(guest.token, id, key),
    cancelOrder: () => booking.cancel(guest.token, id, key),
  }[step];
}

const done = {
  placeOrder: { status: 'WAITING', price: 60_000 },
  completeOrder: { status: 'COMPLETED', price: 60_000 },
  cancelOrder: { status: 'CANCELLED', refund: 30_000 },
};

/** What a step that was done once has left behind. */
async function traces() {
  const count = async (sql: string) =>
    (await app.database.select<{ n: number }>(`SELECT COUNT(*) AS n FROM ${sql}`, [space.id]))[0]?.n;
  const orders = 'booking_order WHERE space_id = ?';
  return {
    orders: await count(orders),
    open: await count(`${orders} AND status IN ('WAITING', 'COMPLETED')`),
    claims: await count('claim WHERE space_id = ?'),
    movements: await count(`ledger_tx WHERE order_id IN (SELECT id FROM ${orders})`),
    keys: await count(`idempotency WHERE order_id IN (SELECT id FROM ${orders})`),
    points: [await booking.points(guest.id), await booking.points(host.id)],
    told: told.length,
  };
}

const left = {
  placeOrder: { orders: 3, open: 1, claims: 2, movements: 0, keys: 3, points: [100_000, 0], told: 1 },
  completeOrder: { orders: 1, open: 1, claims: 2, movements: 1, keys: 2, points: [40_000, 0], told: 1 },
  cancelOrder: { orders: 1, open: 0, claims: 0, movements: 3, keys: 3, points: [70_000, 30_000], told: 1 },
};

/** Runs a test for each statement of the transaction of a step, on ground of its own. */
async function forEachStatement(
  step: Step,
  work: (statement: number, run: () => Promise<Answer>) => Promise<void>,
): Promise<void> {
  const clean = await ready(step);
  await clean();
  expect(await traces()).toEqual(left[step]);
  const [statements] = faults.transactions;
  expect(faults.transactions).toHaveLength(1);
  expect(statements?.at(-1)).toBe('COMMIT');
  for (const statement of statements?.keys() ?? []) {
    app.clock.set(start);
    guest = await make.guest(100_000);
    host = await make.guest(0);
    space = await make.space({ hostId: host.id });
    app.clock.set(start);
    await work(statement, await ready(step));
  }
}

/** The answer to something that fails on our side says so, and nothing else. */
function expectMasked(answer: Answer, step: Step, code: string, message: string): void {
  expect(answer.errors).toHaveLength(1);
  expect(answer.errors?.[0]).toMatchObject({ message, path: [step], extensions: { code } });
  expect(JSON.stringify(answer)).not.toMatch(/of the database alone|SQL|INSERT|errno/);
}

describe.each(steps)('%s', (step) => {
  it.each(Object.keys(givenUp))('is done once in spite of %s at any of its statements', async (name) => {
    await forEachStatement(step, async (statement, run) => {
      faults.at(statement, givenUp[name] as Fault, 1);
      const { data, errors } = await run();
      expect(errors, `at statement ${statement}`).toBeUndefined();
      expect(data[step]).toMatchObject(done[step]);
      expect(faults.transactions).toHaveLength(2);
      expect(await traces()).toEqual(left[step]);
    });
    expect(await booking.audit()).toEqual([]);
  });

  it.each<[string, Fault, string, string]>([
    [
      'a statement that is wrong',
      { message: 'Unknown column', errno: 1054, code: 'ER_BAD_FIELD_ERROR' },
      'INTERNAL',
      internalMessage,
    ],
    [
      'a full disk',
      { message: 'database or disk is full', code: 'SQLITE_FULL' },
      'UNAVAILABLE',
      'The database cannot be reached right now; try again.',
    ],
  ])(
    'is not tried again for %s: nothing has changed, and it can be sent again',
    async (_, fault, code, message) => {
      await forEachStatement(step, async (statement, run) => {
        const before = await booking.state();
        faults.at(statement, fault, 1);
        expectMasked(await run(), step, code, message);
        expect(faults.transactions).toHaveLength(1);
        expect(await booking.state()).toEqual(before);
        expect(told).toEqual([]);
        expect((await run()).data[step]).toMatchObject(done[step]);
        expect(await traces()).toEqual(left[step]);
      });
      expect(await booking.audit()).toEqual([]);
    },
  );

  it('is UNAVAILABLE while the database gives up each attempt', async () => {
    const run = await ready(step);
    const before = await booking.state();
    for (const fault of Object.values(givenUp)) {
      faults.at(2, fault, Infinity);
      expectMasked(await run(), step, 'UNAVAILABLE', 'Too many want this at once; try again.');
      expect(faults.transactions).toHaveLength(5);
      faults.none();
      expect(await booking.state()).toEqual(before);
    }
    expect(told).toEqual([]);
    expect((await run()).data[step]).toMatchObject(done[step]);
    expect(await traces()).toEqual(left[step]);
  });

  it('is UNAVAILABLE while others are faster each time', async () => {
    const run = await ready(step);
    const before = await booking.state();
    const fault =
      app.database.dialect === 'mysql' ? { errno: 1062 } : { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' };
    faults.at(1, { message: 'Duplicate entry', ...fault }, Infinity);
    expectMasked(await run(), step, 'UNAVAILABLE', 'Too many want this at once; try again.');
    expect(faults.transactions).toHaveLength(5);
    expect(await booking.state()).toEqual(before);
    expect(told).toEqual([]);
  });
});
