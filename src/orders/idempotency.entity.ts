import { Column, Entity, PrimaryColumn } from 'typeorm';
import { idColumn, instantColumn } from '../platform/database/columns.js';

/** The first answer to a key of a caller, written in the transaction that did the work. */
@Entity('idempotency')
export class IdempotencyEntity {
  @PrimaryColumn({ name: 'user_id', ...idColumn }) userId: string;
  @PrimaryColumn('varchar', { name: 'idem_key', length: 64 }) idemKey: string;
  @Column('varchar', { length: 40 }) operation: string;
  /** SHA-256 of the operation and its input. */
  @Column('varchar', { length: 64 }) fingerprint: string;
  @Column('simple-json', { nullable: true }) response: unknown;
  @Column({ name: 'created_at', ...instantColumn }) createdAt: number;
}
