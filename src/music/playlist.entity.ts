import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../auth/account.entity.js';
import { idColumn, instantColumn } from '../platform/database/columns.js';
import { SpaceEntity } from '../spaces/space.entity.js';
import { TrackEntity } from './track.entity.js';

/** A playlist of our own tracks. */
@Entity('playlist')
@Index('playlist_owner', ['ownerId', 'id'])
export class PlaylistEntity {
  @PrimaryColumn(idColumn) id: string;
  @Column({ name: 'owner_id', ...idColumn })
  @ForeignKey(() => AccountEntity, { name: 'playlist_owner_fk' })
  ownerId: string;
  @Column('varchar', { length: 100 }) name: string;
  @Column('varchar', { length: 500, nullable: true }) description: string | null;
  @Column('int', { name: 'track_count' }) trackCount: number;
  @Column({ name: 'created_at', ...instantColumn }) createdAt: number;
}

/** A track's place in a playlist; positions count from 0. */
@Entity('playlist_track', { withoutRowid: true })
@Index('playlist_track_track', ['trackId'])
export class PlaylistTrackEntity {
  @PrimaryColumn({ name: 'playlist_id', ...idColumn })
  @ForeignKey(() => PlaylistEntity, { name: 'playlist_track_playlist_fk' })
  playlistId: string;
  @PrimaryColumn('int') position: number;
  @Column({ name: 'track_id', ...idColumn })
  @ForeignKey(() => TrackEntity, { name: 'playlist_track_track_fk' })
  trackId: string;
}

/** The playlist a host has chosen for a space. */
@Entity('soundtrack')
@Index('soundtrack_playlist', ['playlistId'])
export class SoundtrackEntity {
  @PrimaryColumn({ name: 'space_id', ...idColumn })
  @ForeignKey(() => SpaceEntity, { name: 'soundtrack_space_fk' })
  spaceId: string;
  @Column('varchar', { name: 'playlist_id', length: 80 }) playlistId: string;
}
