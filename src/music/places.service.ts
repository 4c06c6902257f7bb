import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import { PlaylistTrackEntity } from './playlist.entity.js';

/** Playlists whose places are renumbered by one set of statements. */
const batch = 500;
/** More than any playlist has places. */
const beyond = 1_000_000;

/**
 * The places of tracks in playlists. Whoever writes them locks tracks before playlists, so that nobody waits in a circle,
 * and no track goes while a playlist takes it up.
 */
@Injectable()
export class PlacesService {
  constructor(private readonly database: Database) {}

  /** Keeps these tracks until the transaction ends; the index of the first that does not exist, else -1. */
  async lockTracks(manager: EntityManager, trackIds: readonly string[]): Promise<number> {
    if (trackIds.length === 0) return -1;
    const wanted = inList([...new Set(trackIds)]);
    const lock = this.database.dialect === 'mysql' ? 'LOCK IN SHARE MODE' : '';
    const rows: { id: string }[] = await manager.query(
      `SELECT id FROM track WHERE id IN ${wanted.sql} ${lock}`,
      wanted.values,
    );
    const known = new Set(rows.map(({ id }) => id));
    return trackIds.findIndex((id) => !known.has(id));
  }

  /** Gives a playlist, whose row the caller has locked, these tracks and no others. */
  async replace(manager: EntityManager, playlistId: string, trackIds: readonly string[]): Promise<void> {
    await manager.delete(PlaylistTrackEntity, { playlistId });
    if (trackIds.length === 0) return;
    await manager
      .createQueryBuilder()
      .insert()
      .into(PlaylistTrackEntity)
      .values(trackIds.map((trackId, position) => ({ playlistId, position, trackId })))
      .updateEntity(false)
      .execute();
  }

  /** Takes a track, whose row the caller has locked, out of all playlists; what stood behind it moves up. */
  async removeTrack(manager: EntityManager, trackId: string): Promise<void> {
    const rows: { id: string }[] = await manager.query(
      'SELECT DISTINCT playlist_id AS id FROM playlist_track WHERE track_id = ? ORDER BY playlist_id',
      [trackId],
    );
    for (let from = 0; from < rows.length; from += batch) {
      const wanted = inList(rows.slice(from, from + batch).map(({ id }) => id));
      if (this.database.dialect === 'mysql') {
        const lock = `SELECT id FROM playlist WHERE id IN ${wanted.sql} ORDER BY id FOR UPDATE`;
        await manager.query(lock, wanted.values);
      }
      // The new places are made beyond the old ones: moved one by one, they would run into each other.
      await manager.query(
        `INSERT INTO playlist_track (playlist_id, position, track_id)
         SELECT playlist_id, ROW_NUMBER() OVER (PARTITION BY playlist_id ORDER BY position) - 1 + ${beyond}, track_id
         FROM playlist_track WHERE playlist_id IN ${wanted.sql} AND track_id <> ?`,
        [...wanted.values, trackId],
      );
      await manager.query(
        `DELETE FROM playlist_track WHERE playlist_id IN ${wanted.sql} AND position < ${beyond}`,
        wanted.values,
      );
      await manager.query(
        `UPDATE playlist_track SET position = position - ${beyond} WHERE playlist_id IN ${wanted.sql}`,
        wanted.values,
      );
      await manager.query(
        `UPDATE playlist SET track_count = (SELECT COUNT(*) FROM playlist_track WHERE playlist_id = playlist.id)
         WHERE id IN ${wanted.sql}`,
        wanted.values,
      );
    }
  }
}
