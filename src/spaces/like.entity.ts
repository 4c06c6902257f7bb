import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../auth/account.entity.js';
import { idColumn } from '../platform/database/columns.js';
import { SpaceEntity } from './space.entity.js';

/** That somebody likes a space, once. Its id tells when. */
@Entity('space_like')
@Index('space_like_once', ['accountId', 'spaceId'], { unique: true })
@Index('space_like_latest', ['accountId', 'id'])
export class LikeEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column({ name: 'account_id', ...idColumn })
  @ForeignKey(() => AccountEntity, { name: 'space_like_account_fk' })
  accountId: string;
  @Column({ name: 'space_id', ...idColumn })
  @ForeignKey(() => SpaceEntity, { name: 'space_like_space_fk' })
  spaceId: string;
}
