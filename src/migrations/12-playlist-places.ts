import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { onMysql } from '../platform/database/create-table.js';
import { index } from './columns.js';

const indexes = [
  ['playlist_track', index('playlist_track_track', ['track_id'])],
  ['soundtrack', index('soundtrack_playlist', ['playlist_id'])],
] as const;

/** Finds the playlists a track stands in, and the spaces that play a playlist: for what is deleted. */
export class PlaylistPlaces1763683200012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, options] of indexes) {
      const table = await runner.getTable(name);
      if (table?.indices.some((present) => present.name === options.name)) continue;
      await runner.createIndex(name, new TableIndex(options));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('soundtrack', 'soundtrack_playlist');
    // Elsewhere it has taken the place of the index that the foreign key had made for itself, and stays.
    if (!onMysql(runner)) await runner.dropIndex('playlist_track', 'playlist_track_track');
  }
}
