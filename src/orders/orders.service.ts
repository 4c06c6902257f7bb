import { Injectable } from '@nestjs/common';
import type { Viewer } from '../auth/viewer.js';
import { Clock } from '../platform/clock.js';
import { Database, type SqlValue } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import { NotFound } from '../platform/errors.js';
import { oneByKey } from '../platform/graphql/batch-field.js';
import { type Connection, countedAtMost, pageSize, toConnection } from '../platform/graphql/connection.js';
import { Cursors } from '../platform/graphql/cursors.js';
import type { Sql } from '../spaces/free-slots.js';
import { type KeyedCall, knownKey, type KnownKey } from './idempotency.service.js';
import { orderColumns, type OrderRow, toOrder } from './order-row.js';
import { type Order, OrderStatus } from './orders.types.js';

/** As whom somebody looks at orders: those he has placed, or those for his spaces. */
export type Side = 'guest' | 'host';

const oneWithKey = `SELECT ${orderColumns}, ${knownKey.columns} FROM booking_order o ${knownKey.join} WHERE o.id = ?`;

const personColumn = { guest: 'o.user_id', host: 'o.host_id' };

/** Reading orders. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound unless the viewer is its guest or its host */
  async getOrder(viewer: Viewer, id: string): Promise<Order> {
    const [order] = await this.findOrders([id]);
    if (!order || !isParty(viewer, order)) throw new NotFound('order');
    return order;
  }

  /**
   * The order, and what is known of the key of `call`, in one statement.
   * @throws NotFound unless the viewer is its guest or its host
   */
  async look(viewer: Viewer, id: string, call: KeyedCall): Promise<{ order: Order; key: KnownKey }> {
    const values = [...knownKey.valuesOf(call), id];
    const [row] = await this.database.lookUp<OrderRow & KnownKey>(oneWithKey, values);
    if (!row || !isParty(viewer, row)) throw new NotFound('order');
    const { keyFingerprint, keyOrderId, ...rest } = row;
    return { order: toOrder(rest, this.clock.now()), key: { keyFingerprint, keyOrderId } };
  }

  /** The orders with these ids, in their order; null where there is none. Who may see them is for the caller to know. */
  async findOrders(ids: readonly string[]): Promise<(Order | null)[]> {
    const wanted = inList([...new Set(ids)]);
    const rows = await this.database.select<OrderRow>(
      `SELECT ${orderColumns} FROM booking_order o WHERE o.id IN ${wanted.sql}`,
      wanted.values,
    );
    const now = this.clock.now();
    return oneByKey(ids, rows, (row) => row.id).map((row) => row && toOrder(row, now));
  }

  /** The orders somebody has placed or received, latest first. */
  async listOrders(
    accountId: string,
    side: Side,
    status: OrderStatus | null | undefined,
    first: number | null,
    after: string | null | undefined,
  ): Promise<Connection<Order>> {
    const size = pageSize(first, 20);
    const list = ['orders', side, accountId, status ?? null];
    const start = after ? this.cursors.open(list, after) : null;
    const now = this.clock.now();
    const page = this.select(orderColumns, accountId, side, status, (start?.[0] as string) ?? null, size + 1);
    const rows = await this.database.select<OrderRow>(
      `${page.sql} ORDER BY id DESC LIMIT ${size + 1}`,
      page.values,
    );
    return toConnection({
      nodes: rows.slice(0, size).map((row) => toOrder(row, now)),
      cursorOf: (order) => this.cursors.seal(list, [order.id]),
      hasNextPage: rows.length > size,
      after,
      totalCount: () => this.count(accountId, side, status),
    });
  }

  private async count(
    accountId: string,
    side: Side,
    status: OrderStatus | null | undefined,
  ): Promise<number> {
    const all = this.select('o.id', accountId, side, status, null, countedAtMost);
    const [row] = await this.database.select<{ total: number }>(
      `SELECT COUNT(*) AS total FROM (SELECT * FROM (${all.sql}) every LIMIT ${countedAtMost}) counted`,
      all.values,
    );
    return row?.total ?? 0;
  }

  /** A page's worth of each status, each read in the order of its index; together they hold the page. */
  private select(
    columns: string,
    accountId: string,
    side: Side,
    status: OrderStatus | null | undefined,
    before: string | null,
    limit: number,
  ): Sql {
    const parts = storedAs(status, this.clock.now()).map(({ sql, values }): Sql => {
      const behind = before === null ? '' : 'AND o.id < ?';
      return {
        sql: `SELECT * FROM (SELECT ${columns} FROM booking_order o
              WHERE ${personColumn[side]} = ? AND ${sql} ${behind} ORDER BY o.id DESC LIMIT ${limit}) part`,
        values: [accountId, ...values, ...(before === null ? [] : [before])],
      };
    });
    return {
      sql: parts.map((part) => part.sql).join(' UNION ALL '),
      values: parts.flatMap((part) => part.values),
    };
  }
}

/** How orders that now have a status are stored: a hold whose time is over is still written down as waiting. */
function storedAs(
  status: OrderStatus | null | undefined,
  now: number,
): { sql: string; values: SqlValue[] }[] {
  const stored = (value: OrderStatus) => ({ sql: `o.status = '${value}'`, values: [] });
  const waiting = (comparison: '>' | '<=') => ({
    sql: `o.status = 'WAITING' AND o.hold_expires_at ${comparison} ?`,
    values: [now],
  });
  if (!status) return Object.values(OrderStatus).map(stored);
  if (status === OrderStatus.WAITING) return [waiting('>')];
  return status === OrderStatus.EXPIRED ? [stored(status), waiting('<=')] : [stored(status)];
}

const isParty = (viewer: Viewer, { userId, hostId }: Pick<Order, 'userId' | 'hostId'>) =>
  viewer.id === userId || viewer.id === hostId;
