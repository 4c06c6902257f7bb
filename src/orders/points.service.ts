import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import { type Connection, countedAtMost, pageSize, toConnection } from '../platform/graphql/connection.js';
import { Cursors } from '../platform/graphql/cursors.js';
import type { PointEntry } from './points.types.js';

/** Reading people's points. */
@Injectable()
export class PointsService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
  ) {}

  /** The balance of each account id, in order. */
  async findBalances(accountIds: readonly string[]): Promise<number[]> {
    const wanted = inList(accountIds.map((id) => `user:${id}`));
    const rows = await this.database.select<{ account: string; balance: number }>(
      `SELECT account, balance FROM wallet WHERE account IN ${wanted.sql}`,
      wanted.values,
    );
    const balances = new Map(rows.map(({ account, balance }) => [account, balance]));
    return accountIds.map((id) => balances.get(`user:${id}`) ?? 0);
  }

  /** The statement of one person, latest first. */
  async listEntries(
    accountId: string,
    first: number | null,
    after: string | null | undefined,
  ): Promise<Connection<PointEntry>> {
    const size = pageSize(first, 20);
    const list = ['points', accountId];
    const start = after ? this.cursors.open(list, after) : null;
    const account = `user:${accountId}`;
    const rows = await this.database.select<PointEntry>(
      `SELECT t.id, t.kind, l.amount, t.at AS createdAt, t.order_id AS orderId
       FROM ledger_line l JOIN ledger_tx t ON t.id = l.tx_id
       WHERE l.account = ? ${start ? 'AND l.tx_id < ?' : ''} ORDER BY l.tx_id DESC LIMIT ${size + 1}`,
      [account, ...(start ? [start[0] as string] : [])],
    );
    return toConnection({
      nodes: rows.slice(0, size),
      cursorOf: (entry) => this.cursors.seal(list, [entry.id]),
      hasNextPage: rows.length > size,
      after,
      totalCount: () => this.count(account),
    });
  }

  private async count(account: string): Promise<number> {
    const [row] = await this.database.select<{ total: number }>(
      `SELECT COUNT(*) AS total FROM (SELECT tx_id FROM ledger_line WHERE account = ? LIMIT ${countedAtMost}) counted`,
      [account],
    );
    return row?.total ?? 0;
  }
}
