import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { idColumn, instantColumn } from '../platform/database/columns.js';
import { AccountEntity } from './account.entity.js';

/** One sign-in on one device: the family of all refresh tokens that follow from it. */
@Entity('session')
@Index('session_account', ['accountId'])
@Index('session_purge', ['endsAt'])
@Check('session_ends_check', 'ends_at > created_at')
export class SessionEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column({ name: 'account_id', ...idColumn })
  @ForeignKey(() => AccountEntity, { name: 'session_account_fk' })
  accountId: string;
  @Column({ name: 'created_at', ...instantColumn }) createdAt: number;
  /** However often it is renewed, it is over then. */
  @Column({ name: 'ends_at', ...instantColumn }) endsAt: number;
  /** When it was logged out, or ended because a spent token came back; null while it lives. */
  @Column({ name: 'ended_at', ...instantColumn, nullable: true }) endedAt: number | null;
}

/** A refresh token, known by its hash alone. */
@Entity('refresh_token')
@Index('refresh_token_session', ['sessionId'])
@Check('refresh_token_used_check', '(used_at IS NULL) = (successor IS NULL)')
export class RefreshTokenEntity {
  /** SHA-256 in hex. */
  @PrimaryColumn('varchar', { length: 64 }) hash: string;
  @Column({ name: 'session_id', ...idColumn })
  @ForeignKey(() => SessionEntity, { name: 'refresh_token_session_fk' })
  sessionId: string;
  @Column({ name: 'expires_at', ...instantColumn }) expiresAt: number;
  @Column({ name: 'used_at', ...instantColumn, nullable: true }) usedAt: number | null;
  /** The token that followed, sealed so that only who holds this one can read it; null until used. */
  @Column('varchar', { length: 255, nullable: true }) successor: string | null;
}
