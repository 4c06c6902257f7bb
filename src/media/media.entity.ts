import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, instantColumn, largeColumn } from '../platform/database/columns.js';

export type MediaKind = 'IMAGE' | 'AUDIO';

/** The facts of one stored object. Its bytes never change: new bytes are a new row. */
@Entity('media')
@Index('media_object_key', ['objectKey'], { unique: true })
@Check('media_kind_check', "kind IN ('IMAGE', 'AUDIO')")
@Check('media_size_check', 'size >= 0')
export class MediaEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column('varchar', { length: 10 }) kind: MediaKind;
  @Column('varchar', { name: 'object_key', length: 200 }) objectKey: string;
  @Column('varchar', { name: 'content_type', length: 80 }) contentType: string;
  @Column({ ...largeColumn }) size: number;
  @Column('varchar', { length: 64 }) sha256: string;
  /** The name a player or a download shows; null where the object has none. */
  @Column('varchar', { name: 'file_name', length: 255, nullable: true }) fileName: string | null;
  /** Pixels; null unless an image. */
  @Column('int', { nullable: true }) width: number | null;
  @Column('int', { nullable: true }) height: number | null;
  @Column({ name: 'created_at', ...instantColumn }) createdAt: number;
}
