import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, useBinaryText } from '../platform/database/create-table.js';
import { big, nullable, primaryId, text } from './columns.js';

/** Accounts. */
export class People1763683200001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await useBinaryText(runner);
    await createTable(runner, {
      name: 'account',
      columns: [primaryId('id'), text('nickname', 60), text('avatar_url', 500, nullable), big('created_at')],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('account');
  }
}
