import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable } from '../platform/database/create-table.js';
import { big, primary, small } from './columns.js';

/** A number that is counted up, for servers to see how far replicas of the database lag. */
export class ReplicaBeat1763683200013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, { name: 'replica_beat', columns: [small('id', primary), big('beat')] });
    const [{ rows }] = await runner.query('SELECT COUNT(*) AS `rows` FROM replica_beat');
    if (Number(rows) === 0) await runner.query('INSERT INTO replica_beat (id, beat) VALUES (1, 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('replica_beat');
  }
}
