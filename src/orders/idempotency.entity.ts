import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, instantColumn } from '../platform/database/columns.js';

/** The order that a key of a caller stands for, written in the transaction that did the work. */
@Entity('idempotency')
@Index('idempotency_age', ['createdAt'])
export class IdempotencyEntity {
  @PrimaryColumn({ name: 'user_id', ...idColumn }) userId: string;
  @PrimaryColumn('varchar', { name: 'idem_key', length: 64 }) idemKey: string;
  /** SHA-256 of the operation and its input. */
  @Column('varchar', { length: 64 }) fingerprint: string;
  @Column({ name: 'order_id', ...idColumn }) orderId: string;
  @Column({ name: 'created_at', ...instantColumn }) createdAt: number;
}
