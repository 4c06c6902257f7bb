import { Column, Entity, PrimaryColumn } from 'typeorm';
import { idColumn, instantColumn } from '../platform/database/columns.js';

/** A person: guest and host at once. */
@Entity('account')
export class AccountEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column('varchar', { length: 60 }) nickname: string;
  @Column('varchar', { name: 'avatar_url', length: 500, nullable: true }) avatarUrl: string | null;
  @Column({ name: 'created_at', ...instantColumn }) createdAt: number;
}
