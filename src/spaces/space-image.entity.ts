import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { MediaEntity } from '../media/media.entity.js';
import { idColumn } from '../platform/database/columns.js';
import { SpaceEntity } from './space.entity.js';

/** A picture of a space; positions count from 0. */
@Entity('space_image')
@Index('space_image_order', ['spaceId', 'position'])
@Check('space_image_position_check', 'position >= 0')
export class SpaceImageEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column({ name: 'space_id', ...idColumn })
  @ForeignKey(() => SpaceEntity, { name: 'space_image_space_fk' })
  spaceId: string;
  @Column({ name: 'media_id', ...idColumn })
  @ForeignKey(() => MediaEntity, { name: 'space_image_media_fk' })
  mediaId: string;
  @Column('smallint') position: number;
}
