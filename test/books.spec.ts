import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BooksService } from '../src/orders/books.service.js';
import { startApp, type TestApp } from './app.js';

const rules = {
  claims: 'an order that is paid for or held has exactly the claims of its option',
  orders: 'a live claim of an order has an order that is paid for or held',
  lines: 'the lines of a movement of points sum to zero',
  balance: 'a balance is the sum of its lines',
  escrow: 'a space holds what guests have paid and its host has not earned yet',
};

describe('the books', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ DEMO: 'on' });
  });

  afterAll(() => app.stop());

  const audit = () => app.get(BooksService, { strict: false }).audit();
  const run = (sql: string, values: unknown[] = []) =>
    app.database.transaction((manager) => manager.query(sql, values));
  const one = async (sql: string) =>
    (await app.database.select<Record<string, string>>(`${sql} LIMIT 1`))[0] ?? {};

  it('of the demo are right', async () => {
    const [row] = await app.database.select<{ orders: number }>(
      "SELECT COUNT(*) AS orders FROM booking_order WHERE status = 'COMPLETED'",
    );
    expect(row?.orders).toBeGreaterThan(1000);
    expect(await audit()).toEqual([]);
  });

  it('are right when a hold has run out', async () => {
    const { id } = await one("SELECT id FROM booking_order WHERE status = 'WAITING'");
    expect(id).toBeDefined();
    app.clock.advance(3_600_000);
    expect(await audit()).toEqual([]);
  });

  it('show a paid order whose claim is gone', async () => {
    const { id } = await one("SELECT id FROM booking_order WHERE status = 'COMPLETED' AND opt = 'ALL'");
    const [claim] = await app.database.select<{ s: string; d: string }>(
      'SELECT space_id AS s, use_date AS d FROM claim WHERE owner_id = ? AND half = 0',
      [id ?? ''],
    );
    await run('DELETE FROM claim WHERE owner_id = ? AND half = 0', [id]);
    expect(await audit()).toEqual([{ rule: rules.claims, ids: [id] }]);
    await run('INSERT INTO claim (space_id, use_date, half, kind, owner_id) VALUES (?, ?, 0, 1, ?)', [
      claim?.s,
      claim?.d,
      id,
    ]);
    expect(await audit()).toEqual([]);
  });

  it('show a claim whose order was cancelled', async () => {
    const { id } = await one("SELECT id FROM booking_order WHERE status = 'COMPLETED' AND opt = 'DAY'");
    await run("UPDATE booking_order SET status = 'CANCELLED' WHERE id = ?", [id]);
    expect(await audit()).toEqual([{ rule: rules.orders, ids: [id] }]);
    await run("UPDATE booking_order SET status = 'COMPLETED' WHERE id = ?", [id]);
    expect(await audit()).toEqual([]);
  });

  it('show a point out of nowhere', async () => {
    const { tx_id: id, account } = await one(
      "SELECT tx_id, account FROM ledger_line WHERE account LIKE 'user:%'",
    );
    await run('UPDATE ledger_line SET amount = amount + 1 WHERE tx_id = ? AND account = ?', [id, account]);
    expect(await audit()).toEqual([
      { rule: rules.lines, ids: [id] },
      { rule: rules.balance, ids: [account] },
    ]);
    await run('UPDATE ledger_line SET amount = amount - 1 WHERE tx_id = ? AND account = ?', [id, account]);
    await run('UPDATE wallet SET balance = balance + 1 WHERE account = ?', [account]);
    expect(await audit()).toEqual([{ rule: rules.balance, ids: [account] }]);
  });

  it('show a price that a space holds no longer', async () => {
    const { id, space_id: spaceId } = await one(
      'SELECT id, space_id FROM booking_order WHERE settles_at IS NOT NULL AND price > 0',
    );
    await run('UPDATE booking_order SET settles_at = NULL WHERE id = ?', [id]);
    expect((await audit()).find(({ rule }) => rule === rules.escrow)).toEqual({
      rule: rules.escrow,
      ids: [`escrow:${spaceId}`],
    });
  });
});
