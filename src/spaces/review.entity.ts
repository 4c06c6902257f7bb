import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../auth/account.entity.js';
import { idColumn, instantColumn } from '../platform/database/columns.js';
import { SpaceEntity } from './space.entity.js';

/** What a guest says after a stay: one review for each order. */
@Entity('review')
@Index('review_order', ['orderId'], { unique: true })
@Index('review_space', ['spaceId', 'id'])
@Check('review_rating_check', 'rating BETWEEN 1 AND 5')
export class ReviewEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column({ name: 'order_id', ...idColumn }) orderId: string;
  @Column({ name: 'space_id', ...idColumn })
  @ForeignKey(() => SpaceEntity, { name: 'review_space_fk' })
  spaceId: string;
  @Column({ name: 'author_id', ...idColumn })
  @ForeignKey(() => AccountEntity, { name: 'review_author_fk' })
  authorId: string;
  @Column('smallint') rating: number;
  @Column('varchar', { length: 2000 }) text: string;
  @Column({ name: 'created_at', ...instantColumn }) createdAt: number;
}
