import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Ids } from '../platform/ids.js';
import { LedgerLineEntity, LedgerTxEntity, WalletEntity } from './ledger.entity.js';

/** Where points are: a person's own, paid for a space and not yet its host's, or the house that grants them. */
export type PointAccount = `user:${string}` | `escrow:${string}` | 'topup';

/** The accounts of the house that points come out of: they alone may go below zero. */
const withoutFloor: ReadonlySet<PointAccount> = new Set(['topup']);

export interface Movement {
  readonly kind: 'GRANT' | 'PAYMENT' | 'REFUND' | 'EARNING';
  readonly from: PointAccount;
  readonly to: PointAccount;
  /** Whole points, 0 or more; 0 moves nothing and leaves no trace. */
  readonly amount: number;
  /** Who caused it. */
  readonly actorId: string;
  /** The order it is about; each kind happens once for an order, by a unique key. */
  readonly orderId?: string;
}

/** Inside a transaction: an account does not hold what is to be taken from it. Everything is undone. */
export class PointsLacking extends Error {
  override readonly name = 'PointsLacking';

  constructor(readonly account: PointAccount) {
    super(`${account} does not hold enough points`);
  }
}

/** The double-entry ledger of points: every movement is two lines that sum to zero, and two guarded balances. */
@Injectable()
export class LedgerService {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Moves points within the caller's transaction; balances are locked in the order of their names.
   * @throws PointsLacking
   */
  async move(manager: EntityManager, { kind, from, to, amount, actorId, orderId }: Movement): Promise<void> {
    if (amount === 0) return;
    const txId = this.ids.next();
    const lines = [
      { txId, account: from, amount: -amount },
      { txId, account: to, amount },
    ].sort((a, b) => (a.account < b.account ? -1 : 1));
    for (const line of lines) await this.changeBalance(manager, line.account, line.amount);
    const at = this.clock.now();
    await manager.insert(LedgerTxEntity, { id: txId, kind, orderId: orderId ?? null, seq: 0, actorId, at });
    await manager.insert(LedgerLineEntity, lines);
  }

  private async changeBalance(manager: EntityManager, account: PointAccount, amount: number): Promise<void> {
    const hasFloor = !withoutFloor.has(account);
    if (hasFloor && amount < 0) {
      const { affected } = await manager
        .createQueryBuilder()
        .update(WalletEntity)
        .set({ balance: () => 'balance + :amount' })
        .where('account = :account AND balance >= :taken', { account, amount, taken: -amount })
        .execute();
      if (!affected) throw new PointsLacking(account);
      return;
    }
    const onConflict =
      manager.dataSource.options.type === 'better-sqlite3'
        ? 'ON CONFLICT (account) DO UPDATE SET'
        : 'ON DUPLICATE KEY UPDATE';
    await manager.query(
      `INSERT INTO wallet (account, balance, floor_zero) VALUES (?, ?, ?) ${onConflict} balance = wallet.balance + ?`,
      [account, amount, hasFloor ? 1 : 0, amount],
    );
  }
}
