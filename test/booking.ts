import { randomUUID } from 'node:crypto';
import { BooksService } from '../src/orders/books.service.js';
import type { Answer, TestApp } from './app.js';

const order = `id date option headCount price status holdExpiresAt refund createdAt completedAt cancelledAt
  space { id } guest { id nickname } booker { name phone email note }
  cancellationQuote { refund percent tiers { until percent } }`;
const taken = 'message availability { date day night all } nextFreeDates heldUntil';

const operations = {
  place: `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
    __typename ... on Order { ${order} } ... on SlotTaken { ${taken} } } }`,
  complete: `mutation ($id: ID!, $input: CompleteOrderInput!) { completeOrder(id: $id, input: $input) {
    __typename ... on Order { ${order} } ... on SlotTaken { ${taken} }
    ... on InsufficientPoints { message needed balance } } }`,
  cancel: `mutation ($id: ID!, $key: String!) { cancelOrder(id: $id, idempotencyKey: $key) { ${order} } }`,
  find: `query ($id: ID!) { order(id: $id) { ${order} } }`,
};

export const booker = { name: '김합주', phone: '010-1234-5678' };

/** What a slot is asked for by; everything but the space has a default. */
export interface Wish {
  readonly spaceId: string;
  readonly date?: string;
  readonly option?: string;
  readonly headCount?: number;
  readonly idempotencyKey?: string;
}

/** The operations of booking, as a client calls them: each gives the whole answer. */
export class Booking {
  constructor(private readonly app: TestApp) {}

  place(token: string | undefined, wish: Wish): Promise<Answer> {
    const input = { date: '2026-12-24', option: 'DAY', headCount: 4, idempotencyKey: randomUUID(), ...wish };
    return this.app.run(operations.place, { input }, token);
  }

  complete(
    token: string | undefined,
    id: string,
    key: string = randomUUID(),
    who: object = booker,
  ): Promise<Answer> {
    return this.app.run(operations.complete, { id, input: { booker: who, idempotencyKey: key } }, token);
  }

  cancel(token: string | undefined, id: string, key: string = randomUUID()): Promise<Answer> {
    return this.app.run(operations.cancel, { id, key }, token);
  }

  find(token: string | undefined, id: string): Promise<Answer> {
    return this.app.run(operations.find, { id }, token);
  }

  /** Places and pays; the order as it then is. */
  async book(token: string, wish: Wish): Promise<any> {
    const placed = (await this.place(token, wish)).data.placeOrder;
    return (await this.complete(token, placed.id)).data.completeOrder;
  }

  /** What of the claims, orders, keys and points of the whole database is written down, to be compared. */
  async state(): Promise<unknown> {
    const all = (sql: string) => this.app.database.select(sql);
    return {
      claims: await all('SELECT * FROM claim ORDER BY space_id, use_date, half'),
      orders: await all('SELECT * FROM booking_order ORDER BY id'),
      keys: await all('SELECT * FROM idempotency ORDER BY user_id, idem_key'),
      wallets: await all('SELECT * FROM wallet ORDER BY account'),
      lines: await all('SELECT * FROM ledger_line ORDER BY tx_id, account'),
    };
  }

  async points(accountId: string): Promise<number> {
    const sql = 'SELECT balance FROM wallet WHERE account = ?';
    const [row] = await this.app.database.select<{ balance: number }>(sql, [`user:${accountId}`]);
    return row?.balance ?? 0;
  }

  /** What the books say is wrong. */
  audit() {
    return this.app.get(BooksService, { strict: false }).audit();
  }
}
