import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable } from '../platform/database/create-table.js';
import { big, int, nullable, primaryId, text, unique } from './columns.js';

/** Stored objects. */
export class Media1763683200002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'media',
      columns: [
        primaryId('id'),
        text('kind', 10),
        text('object_key', 200),
        text('content_type', 80),
        big('size'),
        text('sha256', 64),
        text('file_name', 255, nullable),
        int('width', nullable),
        int('height', nullable),
        big('created_at'),
      ],
      indices: [unique('media_object_key', ['object_key'])],
      checks: {
        media_kind_check: "kind IN ('IMAGE', 'AUDIO')",
        media_size_check: 'size >= 0',
      },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('media');
  }
}
