import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable } from '../platform/database/create-table.js';
import { createTextIndex, dropTextIndex } from '../platform/database/text-index.js';
import {
  big,
  double,
  foreignKey,
  id,
  index,
  int,
  long,
  nullable,
  primary,
  primaryId,
  text,
} from './columns.js';

/** Tracks with their text index, playlists, soundtracks. */
export class Music1763683200005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'track',
      columns: [
        primaryId('id'),
        text('title', 200),
        text('artist', 200),
        text('album', 200, nullable),
        double('duration_seconds'),
        id('media_id'),
        id('artwork_id', nullable),
        long('peaks', nullable),
        big('created_at'),
      ],
      foreignKeys: [
        foreignKey('track_media_fk', 'media_id', 'media'),
        foreignKey('track_artwork_fk', 'artwork_id', 'media'),
      ],
      checks: {
        track_duration_check: 'duration_seconds >= 0',
      },
    });
    await createTextIndex(runner, 'track_search');
    await createTable(runner, {
      name: 'playlist',
      columns: [
        primaryId('id'),
        id('owner_id'),
        text('name', 100),
        text('description', 500, nullable),
        int('track_count'),
        big('created_at'),
      ],
      indices: [index('playlist_owner', ['owner_id', 'id'])],
      foreignKeys: [foreignKey('playlist_owner_fk', 'owner_id', 'account')],
    });
    await createTable(runner, {
      name: 'playlist_track',
      withoutRowid: true,
      columns: [id('playlist_id', primary), int('position', primary), id('track_id')],
      foreignKeys: [
        foreignKey('playlist_track_playlist_fk', 'playlist_id', 'playlist'),
        foreignKey('playlist_track_track_fk', 'track_id', 'track'),
      ],
    });
    await createTable(runner, {
      name: 'soundtrack',
      columns: [id('space_id', primary), text('playlist_id', 80)],
      foreignKeys: [foreignKey('soundtrack_space_fk', 'space_id', 'space')],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('soundtrack');
    await runner.dropTable('playlist_track');
    await runner.dropTable('playlist');
    await dropTextIndex(runner, 'track_search');
    await runner.dropTable('track');
  }
}
