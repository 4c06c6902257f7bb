import { Column, Entity, PrimaryColumn } from 'typeorm';
import { idColumn, instantColumn } from '../platform/database/columns.js';
import type { Role } from './viewer.js';

/** A person: guest and host at once. How he signs in stands in `local_login` and `kakao_login`. */
@Entity('account')
export class AccountEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column('varchar', { length: 60 }) nickname: string;
  @Column('varchar', { name: 'avatar_url', length: 500, nullable: true }) avatarUrl: string | null;
  @Column({ name: 'created_at', ...instantColumn }) createdAt: number;
  /** USER or ADMIN; only an operator makes an admin. */
  @Column('varchar', { length: 10, default: 'USER' }) role: Role;
}
