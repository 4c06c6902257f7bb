import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable } from '../platform/database/create-table.js';
import {
  big,
  double,
  foreignKey,
  id,
  index,
  long,
  nullable,
  primary,
  primaryId,
  small,
  unique,
} from './columns.js';

/** What people have recorded, and how much room it takes. */
export class Recordings1763683200010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'recording',
      columns: [
        primaryId('id'),
        id('owner_id'),
        id('media_id'),
        double('duration_seconds', nullable),
        long('peaks', nullable),
        big('analyse_at', nullable),
        small('analyse_tries'),
        big('created_at'),
      ],
      indices: [
        index('recording_owner', ['owner_id', 'id']),
        unique('recording_media', ['media_id']),
        index('recording_analyse', ['analyse_at']),
      ],
      foreignKeys: [
        foreignKey('recording_owner_fk', 'owner_id', 'account'),
        foreignKey('recording_media_fk', 'media_id', 'media'),
      ],
      checks: { recording_duration_check: 'duration_seconds >= 0' },
    });
    await createTable(runner, {
      name: 'recording_usage',
      columns: [id('owner_id', primary), big('bytes')],
      foreignKeys: [foreignKey('recording_usage_owner_fk', 'owner_id', 'account')],
      checks: { recording_usage_check: 'bytes >= 0' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('recording_usage');
    await runner.dropTable('recording');
  }
}
