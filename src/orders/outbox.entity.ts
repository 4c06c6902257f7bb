import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, instantColumn } from '../platform/database/columns.js';

/** Something to be told to others, written in the transaction that made it true. */
@Entity('outbox')
@Index('outbox_open', ['doneAt', 'id'])
export class OutboxEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column('varchar', { length: 40 }) topic: string;
  @Column('simple-json') body: unknown;
  @Column({ name: 'created_at', ...instantColumn }) createdAt: number;
  @Column({ name: 'done_at', ...instantColumn, nullable: true }) doneAt: number | null;
  @Column('smallint') tries: number;
}
