import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { ClaimKind } from './claim.entity.js';

/** Something in the books that must not be, and up to a hundred ids of where. */
export interface Finding {
  readonly rule: string;
  readonly ids: readonly string[];
}

const most = 100;

/** Holds the books against each other: slots against orders, movements of points against balances. */
@Injectable()
export class BooksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What is wrong; nothing when all is well. Five statements that change nothing. */
  async audit(): Promise<Finding[]> {
    const now = this.clock.now();
    const findings = await Promise.all([
      this.find(
        'an order that is paid for or held has exactly the claims of its option',
        `SELECT o.id FROM booking_order o
         LEFT JOIN claim c ON c.owner_id = o.id AND c.kind = ${ClaimKind.ORDER}
           AND c.space_id = o.space_id AND c.use_date = o.use_date
         WHERE o.status = 'COMPLETED' OR (o.status = 'WAITING' AND o.hold_expires_at > ?)
         GROUP BY o.id, o.opt HAVING COUNT(c.half) <> CASE o.opt WHEN 'ALL' THEN 2 ELSE 1 END`,
        [now],
      ),
      this.find(
        'a live claim of an order has an order that is paid for or held',
        `SELECT c.owner_id AS id FROM claim c
         LEFT JOIN booking_order o ON o.id = c.owner_id AND o.status IN ('COMPLETED', 'WAITING')
         WHERE c.kind = ${ClaimKind.ORDER} AND (c.expires_at IS NULL OR c.expires_at > ?) AND o.id IS NULL`,
        [now],
      ),
      this.find(
        'the lines of a movement of points sum to zero',
        'SELECT l.tx_id AS id FROM ledger_line l GROUP BY l.tx_id HAVING SUM(l.amount) <> 0',
      ),
      this.find(
        'a balance is the sum of its lines',
        `SELECT w.account AS id FROM wallet w LEFT JOIN ledger_line l ON l.account = w.account
         GROUP BY w.account, w.balance HAVING w.balance <> COALESCE(SUM(l.amount), 0)`,
      ),
      this.find(
        'a space holds what guests have paid and its host has not earned yet',
        `SELECT a.account AS id FROM (
           SELECT account, balance AS amount FROM wallet WHERE account LIKE 'escrow:%'
           UNION ALL
           SELECT ${this.escrowAccount}, -o.price FROM booking_order o WHERE o.settles_at IS NOT NULL
         ) a GROUP BY a.account HAVING SUM(a.amount) <> 0`,
      ),
    ]);
    return findings.filter(({ ids }) => ids.length > 0);
  }

  private get escrowAccount(): string {
    return this.database.dialect === 'mysql' ? "CONCAT('escrow:', o.space_id)" : "'escrow:' || o.space_id";
  }

  private async find(rule: string, sql: string, values: readonly number[] = []): Promise<Finding> {
    const rows = await this.database.select<{ id: string }>(`${sql} LIMIT ${most}`, values);
    return { rule, ids: rows.map(({ id }) => id) };
  }
}
