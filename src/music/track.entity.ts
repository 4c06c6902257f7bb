import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { MediaEntity } from '../media/media.entity.js';
import { idColumn, instantColumn } from '../platform/database/columns.js';

/** A piece of music anybody may play. */
@Entity('track')
@Check('track_duration_check', 'duration_seconds >= 0')
export class TrackEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column('varchar', { length: 200 }) title: string;
  @Column('varchar', { length: 200 }) artist: string;
  @Column('varchar', { length: 200, nullable: true }) album: string | null;
  @Column('double', { name: 'duration_seconds' }) durationSeconds: number;
  @Column({ name: 'media_id', ...idColumn })
  @ForeignKey(() => MediaEntity, { name: 'track_media_fk' })
  mediaId: string;
  @Column({ name: 'artwork_id', ...idColumn, nullable: true })
  @ForeignKey(() => MediaEntity, { name: 'track_artwork_fk' })
  artworkId: string | null;
  /** Loudest sample of each of 1,024 equal slices, one byte each, in base64; null when it could not be decoded. */
  @Column('text', { nullable: true }) peaks: string | null;
  @Column({ name: 'created_at', ...instantColumn }) createdAt: number;
}
