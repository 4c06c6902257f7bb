import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, instantColumn, largeColumn } from '../platform/database/columns.js';

/** A balance in points, guarded by the database. Accounts are `user:ID`, `escrow:SPACE` and `topup`. */
@Entity('wallet')
@Check('wallet_balance_check', 'floor_zero = 0 OR balance >= 0')
export class WalletEntity {
  @PrimaryColumn('varchar', { length: 64 }) account: string;
  @Column({ ...largeColumn }) balance: number;
  /** 0 for the accounts of the house that points come from, which may go below zero. */
  @Column('smallint', { name: 'floor_zero' }) floorZero: number;
}

/** One movement of points; the unique key allows each kind once for an order and turn. */
@Entity('ledger_tx')
@Index('ledger_tx_once', ['orderId', 'kind', 'seq'], { unique: true })
export class LedgerTxEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column('varchar', { length: 12 }) kind: string;
  @Column({ name: 'order_id', ...idColumn, nullable: true }) orderId: string | null;
  @Column('smallint') seq: number;
  @Column({ name: 'actor_id', ...idColumn }) actorId: string;
  @Column({ ...instantColumn }) at: number;
}

/** A side of a movement; the amounts of one movement sum to zero. Rows are only ever added. */
@Entity('ledger_line', { withoutRowid: true })
@Index('ledger_line_account', ['account', 'txId'])
@Check('ledger_line_amount_check', 'amount <> 0')
export class LedgerLineEntity {
  @PrimaryColumn({ name: 'tx_id', ...idColumn }) txId: string;
  @PrimaryColumn('varchar', { length: 64 }) account: string;
  @Column({ ...largeColumn }) amount: number;
}
