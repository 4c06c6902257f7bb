import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { idColumn, instantColumn } from '../platform/database/columns.js';
import { AccountEntity } from './account.entity.js';

/** Signing in with email and password. */
@Entity('local_login')
@Index('local_login_account', ['accountId'])
export class LocalLoginEntity {
  /** In the one form in which emails are compared, see `normaliseEmail`. */
  @PrimaryColumn('varchar', { length: 254 }) email: string;
  @Column({ name: 'account_id', ...idColumn })
  @ForeignKey(() => AccountEntity, { name: 'local_login_account_fk' })
  accountId: string;
  @Column('varchar', { name: 'password_hash', length: 255 }) passwordHash: string;
  /** When an operator confirmed that the address is this person's; null: nobody has. */
  @Column({ name: 'proved_at', ...instantColumn, nullable: true }) provedAt: number | null;
}

/** Signing in with Kakao. */
@Entity('kakao_login')
@Index('kakao_login_account', ['accountId'])
export class KakaoLoginEntity {
  /** Kakao's number of the person within our app, as text: it may exceed what a double holds. */
  @PrimaryColumn('varchar', { name: 'kakao_id', length: 30 }) kakaoId: string;
  @Column({ name: 'account_id', ...idColumn })
  @ForeignKey(() => AccountEntity, { name: 'kakao_login_account_fk' })
  accountId: string;
  /** The address Kakao vouched for at the last log-in; null when it vouched for none. */
  @Column('varchar', { length: 254, nullable: true }) email: string | null;
}
