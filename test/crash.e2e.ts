import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addDays } from '../src/platform/local-date.js';
import { bookableDates } from '../src/spaces/calendar.rules.js';
import { type Answer, startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Make } from './make.js';
import {
  bookingAt,
  killAll,
  launchBeside,
  runCommand,
  type ServerProcess,
  setClock,
  settingsOf,
} from './processes.js';

const preload = './failpoint.mjs';
const patience = { timeout: 20_000 };
/** Half of a price is given back for it, so that a cancellation moves points twice. */
const date = addDays(bookableDates(Date.now()).first, 3);

/** Where a server dies: before or after a statement of the transaction, counted from 1 for BEGIN. */
interface Death {
  readonly when: 'before' | 'after';
  readonly step: number;
}

/** A guest with 100,000 points and what he is about to ask for, by a key of his own. */
interface Case {
  readonly guestId: string;
  readonly spaceId: string;
  ask(door: Booking): Promise<Answer>;
}

let app: TestApp;
let make: Make;
let here: Booking;

beforeAll(async () => {
  app = await startApp();
  make = new Make(app);
  here = new Booking(app);
});

afterAll(async () => {
  await killAll();
  await app.stop();
});

const launch = (port?: number) => launchBeside(app, { preload, ...(port ? { port } : {}) });

async function audit() {
  setClock(app);
  return here.audit();
}

async function newGuest() {
  setClock(app);
  const { id: spaceId } = await make.space();
  const guest = await make.guest(100_000);
  return { ...guest, spaceId, key: randomUUID() };
}

/** What is prepared before, what is then asked for, and what of guest and space must be so before it and after. */
const operations = {
  placeOrder: {
    prepare: async (): Promise<Case> => {
      const { id: guestId, token, spaceId, key } = await newGuest();
      return { guestId, spaceId, ask: (door) => door.place(token, { spaceId, date, idempotencyKey: key }) };
    },
    before: { orders: [], keys: 0, movements: [], points: 100_000 },
    after: { orders: ['WAITING'], keys: 1, movements: [], points: 100_000 },
  },
  completeOrder: {
    prepare: async (): Promise<Case> => {
      const { id: guestId, token, spaceId, key } = await newGuest();
      const { id } = (await here.place(token, { spaceId, date })).data.placeOrder;
      return { guestId, spaceId, ask: (door) => door.complete(token, id, key) };
    },
    before: { orders: ['WAITING'], keys: 1, movements: [], points: 100_000 },
    after: { orders: ['COMPLETED'], keys: 2, movements: ['PAYMENT'], points: 70_000 },
  },
  cancelOrder: {
    prepare: async (): Promise<Case> => {
      const { id: guestId, token, spaceId, key } = await newGuest();
      const { id } = await here.book(token, { spaceId, date });
      // Paid so long ago that the time to think again is over.
      const sql = 'UPDATE booking_order SET completed_at = completed_at - 3 * 3600000 WHERE id = ?';
      await app.database.transaction((manager) => manager.query(sql, [id]));
      return { guestId, spaceId, ask: (door) => door.cancel(token, id, key) };
    },
    before: { orders: ['COMPLETED'], keys: 2, movements: ['PAYMENT'], points: 70_000 },
    after: { orders: ['CANCELLED'], keys: 3, movements: ['EARNING', 'PAYMENT', 'REFUND'], points: 85_000 },
  },
} as const;

/** What is written down of a guest and a space. */
async function stateOf({ guestId, spaceId }: Case) {
  const all = async (sql: string, value: string) => {
    const rows = await app.database.select<{ value: string }>(sql, [value]);
    return rows.map(({ value }) => value).sort();
  };
  const orders = await all('SELECT status AS value FROM booking_order WHERE space_id = ?', spaceId);
  const keys = await all('SELECT idem_key AS value FROM idempotency WHERE user_id = ?', guestId);
  const movements = await all(
    'SELECT t.kind AS value FROM ledger_tx t JOIN booking_order o ON o.id = t.order_id WHERE o.space_id = ?',
    spaceId,
  );
  return { orders, keys: keys.length, movements, points: await here.points(guestId) };
}

/** Sends a mutation whose answer must never come. */
async function unanswered(asked: Promise<Answer>): Promise<void> {
  await expect(asked).rejects.toThrow('fetch failed');
}

describe.each(Object.entries(operations))('a server killed within %s', (name, { prepare, before, after }) => {
  it('has done all of it or nothing, and does it once when asked again', async () => {
    const first = await launch();
    const statements = await statementsOf(first, await prepare());
    expect(statements[0]).toMatch(/^statement 1: (BEGIN|START) /);
    const deaths = statements.flatMap((_, index): Death[] => [
      { when: 'before', step: index + 1 },
      { when: 'after', step: index + 1 },
    ]);
    // Two servers on the one database share the deaths between them.
    const queue = [...deaths];
    const lane = async (server: ServerProcess) => {
      let alive = server;
      for (let death = queue.shift(); death; death = queue.shift()) {
        alive = await die(
          alive,
          death,
          `${name}, ${death.when} ${statements[death.step - 1]}`,
          statements.length,
        );
      }
      return alive;
    };
    const [one, other] = await Promise.all([lane(first), launch().then(lane)]);
    await dieBesideTwin(one, other, statements.length);
    console.log(
      `${name} | ${app.database.dialect} | statements ${statements.length} | deaths ${deaths.length}`,
    );
  }, 240_000);

  /** What the transaction consists of, by doing it once unharmed. */
  async function statementsOf(server: ServerProcess, unharmed: Case): Promise<string[]> {
    await server.tell({});
    expect((await unharmed.ask(bookingAt(app, server))).errors).toBeUndefined();
    const statements = await vi.waitUntil(() => {
      const seen = server.statements;
      return seen.at(-1)?.endsWith(': COMMIT') && seen;
    }, patience);
    return statements;
  }

  /** Kills a server at a point, checks what it has left behind, and asks again; the one started in its place. */
  async function die(
    server: ServerProcess,
    death: Death,
    where: string,
    last: number,
  ): Promise<ServerProcess> {
    const victim = await prepare();
    expect(await stateOf(victim), where).toEqual(before);
    await server.tell(death);
    const reached = server.statements.length;
    await unanswered(victim.ask(bookingAt(app, server)));
    expect(await server.end, where).toBe('SIGKILL');
    expect(server.statements.length - reached, where).toBe(death.step);
    const committed = death.when === 'after' && death.step === last;
    expect(await stateOf(victim), where).toEqual(committed ? after : before);
    expect(await audit(), where).toEqual([]);

    const restarted = await launch(server.port);
    const again = await victim.ask(bookingAt(app, restarted));
    expect(again.errors, where).toBeUndefined();
    expect(again.data[name].status, where).toBe(after.orders[0]);
    expect(await stateOf(victim), where).toEqual(after);
    expect(await audit(), where).toEqual([]);
    return restarted;
  }

  /** Freezes a server before its COMMIT, lets a twin of the request wait for it at another, and kills it there. */
  async function dieBesideTwin(server: ServerProcess, other: ServerProcess, last: number): Promise<void> {
    const victim = await prepare();
    await server.tell({ when: 'before', step: last, signal: 'SIGSTOP' });
    const reached = server.statements.length;
    const lost = unanswered(victim.ask(bookingAt(app, server)));
    await vi.waitUntil(() => server.statements.length - reached === last, patience);
    await other.tell({});
    const waitsFrom = other.statements.length + (app.database.dialect === 'sqlite' ? 1 : 2);
    const twin = victim.ask(bookingAt(app, other));
    await vi.waitUntil(() => other.statements.length === waitsFrom, patience);
    expect(await stateOf(victim)).toEqual(before);
    server.signal('SIGKILL');
    await lost;
    const { data, errors } = await twin;
    expect(errors).toBeUndefined();
    expect(data[name].status).toBe(after.orders[0]);
    expect(await stateOf(victim)).toEqual(after);
    expect(await audit()).toEqual([]);
    await other.stop();
  }
});

it('the command that audits the books agrees', () => {
  expect(runCommand('audit-books', [], settingsOf(app), tmpdir())).toMatchObject({
    status: 0,
    stdout: 'The books are right.\n',
  });
});
