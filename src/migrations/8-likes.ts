import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable } from '../platform/database/create-table.js';
import { foreignKey, id, index, primaryId, unique } from './columns.js';

/** Who likes which space. */
export class Likes1763683200008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'space_like',
      columns: [primaryId('id'), id('account_id'), id('space_id')],
      indices: [
        unique('space_like_once', ['account_id', 'space_id']),
        index('space_like_latest', ['account_id', 'id']),
      ],
      foreignKeys: [
        foreignKey('space_like_account_fk', 'account_id', 'account'),
        foreignKey('space_like_space_fk', 'space_id', 'space'),
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('space_like');
  }
}
