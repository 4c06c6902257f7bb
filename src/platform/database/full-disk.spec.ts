import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from './database.js';

@Entity('page')
class Page {
  @PrimaryColumn('int') id: number;
  @Column('text') text: string;
}

class Pages1763683200001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE page (id int PRIMARY KEY NOT NULL, text text NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('page');
  }
}

const tables = { entities: [Page], migrations: [Pages1763683200001] };

describe('an SQLite file that cannot grow', () => {
  let folder: string;
  let database: Database;

  const open = async () => (database = await Database.open(`sqlite:${join(folder, 'full.db')}`, tables));
  const add = (id: number, text = '') =>
    database.transaction((manager) => manager.insert(Page, { id, text }));
  const ids = async () =>
    (await database.select<{ id: number }>('SELECT id FROM page ORDER BY id')).map(({ id }) => id);

  /** Fills the disk by a statement for which SQLite gives up the whole transaction by itself. */
  async function fill(): Promise<void> {
    const pages = (count: number) => database.writer.query(`PRAGMA max_page_count = ${count}`);
    await pages(1);
    await expect(add(9, 'x'.repeat(100_000))).rejects.toMatchObject({ cause: { code: 'SQLITE_FULL' } });
    await pages(1_000_000);
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hapju-full-'));
    await open();
    await add(1);
    await fill();
  });

  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  it('keeps what is written once it can grow again', async () => {
    await add(2);
    expect(await ids()).toEqual([1, 2]);
  });

  it('keeps what is written after a transaction that rolls back', async () => {
    const undone = database.transaction(async (manager) => {
      await manager.insert(Page, { id: 2, text: '' });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await add(3);
    expect(await ids()).toEqual([1, 3]);
    await database.close();
    await open();
    expect(await ids()).toEqual([1, 3]);
  });

  it('keeps nobody else from writing', async () => {
    await expect(add(1)).rejects.toThrow(/UNIQUE/);
    const other = await Database.open(`sqlite:${join(folder, 'full.db')}`, tables);
    await other.writer.query('PRAGMA busy_timeout = 0');
    await other.transaction((manager) => manager.insert(Page, { id: 4, text: '' }));
    await other.close();
    expect(await ids()).toEqual([1, 4]);
  });
});
