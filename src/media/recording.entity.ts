import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../auth/account.entity.js';
import { idColumn, instantColumn, largeColumn } from '../platform/database/columns.js';
import { MediaEntity } from './media.entity.js';

/** A recording, private to its owner. Name, type and size are those of its object. */
@Entity('recording')
@Index('recording_owner', ['ownerId', 'id'])
@Index('recording_media', ['mediaId'], { unique: true })
@Index('recording_analyse', ['analyseAt'])
@Check('recording_duration_check', 'duration_seconds >= 0')
export class RecordingEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column({ name: 'owner_id', ...idColumn })
  @ForeignKey(() => AccountEntity, { name: 'recording_owner_fk' })
  ownerId: string;
  @Column({ name: 'media_id', ...idColumn })
  @ForeignKey(() => MediaEntity, { name: 'recording_media_fk' })
  mediaId: string;
  /** Null when it cannot be told, or not yet. */
  @Column('double', { name: 'duration_seconds', nullable: true }) durationSeconds: number | null;
  /** As `readPeaks` reads them; null when it could not be decoded, or not yet. */
  @Column('text', { nullable: true }) peaks: string | null;
  /** From when on anybody may analyse it, should the process that does so now have died; null when that is over. */
  @Column({ name: 'analyse_at', ...instantColumn, nullable: true }) analyseAt: number | null;
  @Column('smallint', { name: 'analyse_tries' }) analyseTries: number;
  @Column({ name: 'created_at', ...instantColumn }) createdAt: number;
}

/** How much somebody's recordings take; every insert and delete of one moves it in the same transaction. */
@Entity('recording_usage')
@Check('recording_usage_check', 'bytes >= 0')
export class RecordingUsageEntity {
  @PrimaryColumn({ name: 'owner_id', ...idColumn })
  @ForeignKey(() => AccountEntity, { name: 'recording_usage_owner_fk' })
  ownerId: string;
  @Column({ ...largeColumn }) bytes: number;
}
