import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Ids } from '../platform/ids.js';
import { LedgerLineEntity, LedgerTxEntity } from './ledger.entity.js';

/** Where points are: a person's own, or an account of the house. */
export type PointAccount = `user:${string}` | 'topup';

/** The accounts of the house that points come out of: they alone may go below zero. */
const withoutFloor: ReadonlySet<PointAccount> = new Set(['topup']);

export interface Movement {
  readonly kind: 'GRANT';
  readonly from: PointAccount;
  readonly to: PointAccount;
  /** Whole points, above zero. */
  readonly amount: number;
  /** Who caused it. */
  readonly actorId: string;
}

/** The double-entry ledger of points: every movement is two lines that sum to zero, and two guarded balances. */
@Injectable()
export class LedgerService {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Moves points within the caller's transaction; balances are locked in the order of their names. */
  async move(manager: EntityManager, { kind, from, to, amount, actorId }: Movement): Promise<void> {
    const txId = this.ids.next();
    await manager.insert(LedgerTxEntity, {
      id: txId,
      kind,
      orderId: null,
      seq: 0,
      actorId,
      at: this.clock.now(),
    });
    const lines = [
      { txId, account: from, amount: -amount },
      { txId, account: to, amount },
    ].sort((a, b) => (a.account < b.account ? -1 : 1));
    for (const line of lines) {
      await manager.insert(LedgerLineEntity, line);
      await this.changeBalance(manager, line.account, line.amount);
    }
  }

  private async changeBalance(manager: EntityManager, account: PointAccount, amount: number): Promise<void> {
    const floorZero = withoutFloor.has(account) ? 0 : 1;
    const insert = 'INSERT INTO wallet (account, balance, floor_zero) VALUES (?, 0, ?)';
    const unlessThere =
      manager.dataSource.options.type === 'better-sqlite3'
        ? 'ON CONFLICT (account) DO NOTHING'
        : 'ON DUPLICATE KEY UPDATE account = account';
    await manager.query(`${insert} ${unlessThere}`, [account, floorZero]);
    await manager.query('UPDATE wallet SET balance = balance + ? WHERE account = ?', [amount, account]);
  }
}
