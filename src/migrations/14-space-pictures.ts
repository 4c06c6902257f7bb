import type { MigrationInterface, QueryRunner } from 'typeorm';
import { onMysql } from '../platform/database/create-table.js';

/** A space holds its pictures in a column of its own, so that lists read no other table. */
export class SpacePictures1763683200014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn('space', 'pictures'))) {
      await runner.query("ALTER TABLE space ADD COLUMN pictures varchar(1024) NOT NULL DEFAULT '[]'");
    }
    if (!onMysql(runner)) return fillSqlite(runner);
    // A server cuts such lists where it is told to. MySQL does so after 1024 bytes by default, which just suffices.
    await runner.query('SET SESSION group_concat_max_len = 65535');
    await fillMysql(runner);
    await runner.query('SET SESSION group_concat_max_len = DEFAULT');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE space DROP COLUMN pictures');
  }
}

// One statement for all spaces, which finds the few pictures of each by an index: nothing is held in memory.

async function fillMysql(runner: QueryRunner): Promise<void> {
  await runner.query(
    `UPDATE space SET pictures = (
       SELECT CONCAT('[', COALESCE(GROUP_CONCAT(
         CONCAT('["', i.id, '","', i.media_id, '",', m.width, ',', m.height, ']')
         ORDER BY i.position, i.id SEPARATOR ','), ''), ']')
       FROM space_image i JOIN media m ON m.id = i.media_id WHERE i.space_id = space.id)`,
  );
}

async function fillSqlite(runner: QueryRunner): Promise<void> {
  await runner.query(
    `UPDATE space SET pictures = (
       SELECT json_group_array(json_array(i.id, i.media_id, m.width, m.height) ORDER BY i.position, i.id)
       FROM space_image i JOIN media m ON m.id = i.media_id WHERE i.space_id = space.id)`,
  );
}
