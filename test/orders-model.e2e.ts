import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UpkeepService } from '../src/orders/upkeep.service.js';
import { addDays } from '../src/platform/local-date.js';
import { type Answer, startApp, type TestApp } from './app.js';
import { Booking } from './booking.js';
import { Make } from './make.js';
import { type ModelSpace, OrdersModel, type Outcome } from './orders-model.js';

const steps = 300;
const minute = 60_000;
const day = 24 * 60 * minute;
/** Today, and notice enough for half and for all to come back. */
const notices = [0, 1, 8];
const range = `mutation ($id: ID!, $from: LocalDate!, $to: LocalDate!) { FIELD(id: $id, from: $from, to: $to) { __typename } }`;
const seen = `query ($one: ID!, $other: ID!, $from: LocalDate!, $to: LocalDate!) {
  one: space(id: $one) { availability(from: $from, to: $to) { date day night all } }
  other: space(id: $other) { availability(from: $from, to: $to) { date day night all } } }`;
const mine = `{ me { points orders(first: 100) { nodes { id date option price status holdExpiresAt completedAt cancelledAt
  refund cancellationQuote { refund } } } } }`;

/** The same numbers from 0 to 1 for the same seed (Mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An answer in the words of the model. */
function outcome({ data, errors }: Answer): Outcome {
  if (errors) {
    const { code, dates } = errors[0]?.extensions ?? {};
    return { kind: String(code), ...(dates ? { dates } : {}) };
  }
  const { __typename: kind, ...fields } = Object.values<any>(data)[0];
  if (kind === 'Space') return { kind };
  if (kind === 'InsufficientPoints') return { kind, needed: fields.needed, balance: fields.balance };
  if (kind === 'SlotTaken') {
    const { availability, nextFreeDates, heldUntil } = fields;
    return { kind, availability, nextFreeDates, heldUntil };
  }
  return order(fields);
}

function order(fields: any): Outcome {
  const { id, date, option, price, status, holdExpiresAt, completedAt, cancelledAt, refund } = fields;
  const quote = fields.cancellationQuote.refund;
  return {
    kind: 'Order',
    id,
    date,
    option,
    price,
    status,
    holdExpiresAt,
    completedAt,
    cancelledAt,
    refund,
    quote,
  };
}

/** Goes its way through everything that guests, hosts and time can do, beside a model that says what must happen. */
class Walk {
  /** What was done, for whoever has to find out why it went wrong. */
  readonly trail: string[] = [];
  private readonly make: Make;
  private readonly booking: Booking;
  private readonly random: () => number;
  private readonly usedKeys: { who: string; key: string; again: (key: string) => Promise<void> }[] = [];
  private people: string[] = [];
  private spaces: [ModelSpace, ModelSpace];
  private model: OrdersModel;

  constructor(
    private readonly app: TestApp,
    seed: number,
  ) {
    this.make = new Make(app);
    this.booking = new Booking(app);
    this.random = numbers(seed);
  }

  async begin(): Promise<void> {
    const points = [400_000, 70_000, 200_000, 30_000];
    for (const amount of points) this.people.push((await this.make.guest(amount)).id);
    const open = async (host: string, prices: Record<string, number | null>): Promise<ModelSpace> => {
      const { DAY = null, NIGHT = null, ALL = null } = prices;
      const { id } = await this.make.space({ hostId: host, dayPrice: DAY, nightPrice: NIGHT, allPrice: ALL });
      return { id, host, prices };
    };
    const [, , host = '', otherHost = ''] = this.people;
    this.spaces = [
      await open(host, { DAY: 30_001, NIGHT: 40_003, ALL: 60_005 }),
      await open(otherHost, { DAY: 0, NIGHT: null, ALL: 25_005 }),
    ];
    const balances = new Map(this.people.map((person, index) => [person, points[index] ?? 0]));
    this.model = new OrdersModel(balances, this.app.clock.now());
  }

  async step(number: number): Promise<void> {
    const chance = this.random();
    if (chance < 0.36) await this.place();
    else if (chance < 0.52) await this.complete();
    else if (chance < 0.63) await this.cancel();
    else if (chance < 0.69) await this.replay();
    else if (chance < 0.74) await this.changeBlocks('block');
    else if (chance < 0.79) await this.changeBlocks('unblock');
    else if (chance < 0.83) await this.upkeep();
    else this.jump();
    await this.compare();
    if (number % 10 === 9) await this.compareAll();
  }

  private async place(): Promise<void> {
    const [who, space] = [this.pick(this.people), this.spaces[this.random() < 0.7 ? 0 : 1]];
    const date = addDays(this.model.today, this.random() < 0.03 ? -1 : this.pick(notices));
    const option = this.pick(['DAY', 'NIGHT', 'NIGHT', 'ALL', 'ALL']);
    await this.keyed(who, `place ${space.id} ${date} ${option}`, async (key) => {
      const token = await this.make.token(who);
      const answer = await this.booking.place(token, {
        spaceId: space.id,
        date,
        option,
        idempotencyKey: key,
      });
      const id = answer.data?.placeOrder.id ?? '';
      this.expectSame(answer, this.model.place(who, key, space, date, option, id));
    });
  }

  private async complete(): Promise<void> {
    const picked = this.someOrder('WAITING');
    if (!picked) return;
    // Mostly the one who may.
    const who = this.random() < 0.85 ? picked.guest : this.pick(this.people);
    await this.keyed(who, `complete ${picked.id}`, async (key) => {
      const answer = await this.booking.complete(await this.make.token(who), picked.id, key);
      this.expectSame(answer, this.model.complete(who, key, picked));
    });
  }

  private async cancel(): Promise<void> {
    const picked = this.someOrder('COMPLETED');
    if (!picked) return;
    const who = this.pick([picked.guest, picked.space.host, this.pick(this.people)]);
    await this.keyed(who, `cancel ${picked.id}`, async (key) => {
      const answer = await this.booking.cancel(await this.make.token(who), picked.id, key);
      this.expectSame(answer, this.model.cancel(who, key, picked));
    });
  }

  /** Sends something again with its old key, now and then something else with it. */
  private async replay(): Promise<void> {
    if (this.usedKeys.length === 0) return;
    const used = this.pick(this.usedKeys);
    const same = this.usedKeys.filter(({ who }) => who === used.who);
    const request = this.random() < 0.8 ? used : this.pick(same);
    this.trail.push(`again by the key of ${this.usedKeys.indexOf(used)}`);
    await request.again(used.key);
  }

  private async changeBlocks(how: 'block' | 'unblock'): Promise<void> {
    const space = this.pick(this.spaces);
    const who = this.random() < 0.9 ? space.host : this.pick(this.people);
    const from = addDays(this.model.today, this.random() < 0.1 ? -1 : this.pick(notices));
    const dates = Array.from({ length: 1 + Math.floor(this.random() * 2) }, (_, days) => addDays(from, days));
    this.trail.push(`${who} ${how} ${space.id} ${dates.join(' ')}`);
    const values = { id: space.id, from, to: dates.at(-1) };
    const answer = await this.app.run(
      range.replace('FIELD', `${how}Dates`),
      values,
      await this.make.token(who),
    );
    this.expectSame(answer, this.model[how](who, space, dates));
  }

  private async upkeep(): Promise<void> {
    this.trail.push('upkeep');
    await this.app.get(UpkeepService, { strict: false }).run();
    this.model.upkeep();
  }

  private jump(): void {
    const turns = this.model.turns();
    const chance = this.random();
    const within = (span: number) => this.model.now + 1 + Math.floor(this.random() * span);
    let to = within(2 * minute);
    if (chance < 0.3 && turns.length > 0) to = this.pick(turns) - (this.random() < 0.5 ? 1 : 0);
    else if (chance < 0.5) to = within(day / 3);
    else if (chance < 0.55) to = within(2 * day);
    this.trail.push(`clock ${new Date(to).toISOString()}`);
    this.model.now = to;
    this.app.clock.set(new Date(to).toISOString());
  }

  private async keyed(who: string, what: string, again: (key: string) => Promise<void>): Promise<void> {
    const key = `key-${this.usedKeys.length}`;
    this.usedKeys.push({ who, key, again });
    this.trail.push(`${who} ${what} ${key}`);
    await again(key);
  }

  private async compare(): Promise<void> {
    const [one, other] = this.spaces;
    const [from, to] = [addDays(this.model.today, -1), addDays(this.model.today, 10)];
    const { data } = await this.app.run(seen, { one: one.id, other: other.id, from, to });
    const dates = Array.from({ length: 12 }, (_, days) => addDays(from, days));
    expect(data).toEqual({
      one: { availability: dates.map((date) => this.model.availability(one, date)) },
      other: { availability: dates.map((date) => this.model.availability(other, date)) },
    });
    const balances = await Promise.all(this.people.map((person) => this.booking.points(person)));
    expect(balances).toEqual(this.people.map((person) => this.model.balances.get(person)));
  }

  private async compareAll(): Promise<void> {
    for (const person of this.people) {
      const { data } = await this.app.run(mine, {}, await this.make.token(person));
      expect(data.me.points).toBe(this.model.balances.get(person));
      const orders = this.model.orders.filter(({ guest }) => guest === person).slice(-100);
      const byId = (all: Outcome[]) => all.sort((a, b) => (String(a['id']) < String(b['id']) ? 1 : -1));
      expect(data.me.orders.nodes.map(order)).toEqual(
        byId(orders.map((one) => this.model.told(one, person))),
      );
    }
    expect(await this.booking.audit()).toEqual([]);
  }

  private expectSame(answer: Answer, expected: Outcome): void {
    this.trail.push(`  ${expected.kind} ${JSON.stringify(expected['status'] ?? null)}`);
    expect(outcome(answer)).toEqual(expected);
  }

  /** Mostly one of the latest that stand so. */
  private someOrder(status: string) {
    const { orders } = this.model;
    const open = orders.filter((one) => this.model.told(one, one.guest)['status'] === status).slice(-5);
    return this.pick(open.length > 0 && this.random() < 0.7 ? open : orders);
  }

  private pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.random() * from.length)] as T;
  }
}

describe('bookings do what the model says', () => {
  let app: TestApp;

  beforeEach(async () => {
    app = await startApp();
  });

  afterEach(() => app.stop());

  // The last way is one that was never walked before.
  it.each([1, 2, 3, Math.floor(Math.random() * 2 ** 31)])(
    'on the way of seed %i',
    async (seed) => {
      const walk = new Walk(app, seed);
      await walk.begin();
      for (let number = 0; number < steps; number += 1) {
        const failure = await walk.step(number).catch((error: unknown) => error);
        expect(
          failure,
          `seed ${seed}, step ${number}, after\n${walk.trail.slice(-40).join('\n')}`,
        ).toBeUndefined();
      }
    },
    60_000,
  );
});
