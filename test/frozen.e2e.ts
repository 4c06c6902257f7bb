import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addDays } from '../src/platform/local-date.js';
import { bookableDates } from '../src/spaces/calendar.rules.js';
import { startApp, type TestApp } from './app.js';
import type { Booking } from './booking.js';
import { Make } from './make.js';
import { bookingAt, killAll, launchBeside, type ServerProcess, setClock, until } from './processes.js';

const patience = { timeout: 20_000 };
const tomorrow = addDays(bookableDates(Date.now()).first, 1);

let app: TestApp;
let make: Make;
let slow: ServerProcess;
let fast: ServerProcess;
let paying: Booking;
let placing: Booking;

beforeAll(async () => {
  app = await startApp();
  setClock(app);
  make = new Make(app);
  const launch = () => launchBeside(app, { preload: './failpoint.mjs', env: { HOLD_SECONDS: '2' } });
  [slow, fast] = await Promise.all([launch(), launch()]);
  paying = bookingAt(app, slow);
  placing = bookingAt(app, fast);
});

afterAll(async () => {
  await killAll();
  await app.stop();
});

/** What a payment consists of, by doing it once unhindered. */
async function statementsOfPayment(): Promise<string[]> {
  const { id: spaceId } = await make.space();
  const guest = await make.guest(30_000);
  const held = (await placing.place(guest.token, { spaceId, date: tomorrow })).data.placeOrder;
  await slow.tell({});
  await paying.complete(guest.token, held.id);
  await vi.waitUntil(() => slow.statements.at(-1)?.endsWith(': COMMIT'), patience);
  return slow.statements;
}

/** Freezes a payment in time before one of its statements, and lets somebody else place when the hold is over. */
async function freezeBefore(step: number, locked: boolean) {
  setClock(app);
  const { id: spaceId } = await make.space();
  const [payer, taker] = [await make.guest(30_000), await make.guest(30_000)];
  const wish = { spaceId, date: tomorrow };
  const held = (await placing.place(payer.token, wish)).data.placeOrder;
  await slow.tell({ when: 'before', step, signal: 'SIGSTOP' });
  const before = slow.statements.length;
  const paid = paying.complete(payer.token, held.id);
  await vi.waitUntil(() => slow.statements.length - before === step, patience);
  expect(Date.now(), 'the payment is in time').toBeLessThan(Date.parse(held.holdExpiresAt));

  await until(Date.parse(held.holdExpiresAt));
  await fast.tell({});
  const waitsFrom = fast.statements.length + (app.database.dialect === 'sqlite' ? 1 : 3);
  const placed = placing.place(taker.token, wish);
  await (locked ? vi.waitUntil(() => fast.statements.length === waitsFrom, patience) : placed);
  slow.signal('SIGCONT');
  const answers = { pay: (await paid).data.completeOrder, place: (await placed).data.placeOrder };
  setClock(app);
  expect(await placing.audit()).toEqual([]);
  return {
    pay: answers.pay.status ?? answers.pay.__typename,
    place: answers.place.status ?? answers.place.__typename,
    points: await placing.points(payer.id),
  };
}

it('a payment in time that is slow is done once it has the slot, and undone before', async () => {
  const statements = await statementsOfPayment();
  // SQLite locks everything at BEGIN; the servers lock the claims when they are written.
  const locks =
    app.database.dialect === 'sqlite' ? 1 : statements.findIndex((text) => /claim/.test(text)) + 1;
  expect(locks).toBeGreaterThan(0);
  for (const [index, statement] of statements.entries()) {
    const locked = index >= locks;
    expect(await freezeBefore(index + 1, locked), `frozen before ${statement}`).toEqual(
      locked
        ? { pay: 'COMPLETED', place: 'SlotTaken', points: 0 }
        : { pay: 'SlotTaken', place: 'WAITING', points: 30_000 },
    );
  }
}, 120_000);
