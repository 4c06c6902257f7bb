import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../src/platform/database/database.js';
import { tables } from '../src/tables.js';
import { makeDatabase, type TestDatabase } from './databases.js';

describe('migrations', () => {
  let made: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    made = await makeDatabase();
    database = await Database.open(made.url, tables);
  });

  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  it('leave nothing that the entities say otherwise', async () => {
    const pending = await database.writer.driver.createSchemaBuilder().log();
    expect(pending.upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('give every space an index for each scope and order', async () => {
    const table = await database.writer.createQueryRunner().getTable('space');
    const names = table?.indices
      .map(({ name }) => name)
      .filter((name) => /^space_(dc|d|c|all)_/.test(name ?? ''));
    expect(names).toHaveLength(24);
  });

  it.each([
    ['wallet', "INSERT INTO wallet (account, balance, floor_zero) VALUES ('user:x', -1, 1)"],
    [
      'claim',
      "INSERT INTO claim (space_id, use_date, half, kind, owner_id) VALUES ('s', '2026-12-24', 2, 1, 'o')",
    ],
    ['ledger_line', "INSERT INTO ledger_line (tx_id, account, amount) VALUES ('t', 'escrow', 0)"],
    [
      'media',
      "INSERT INTO media (id, kind, object_key, content_type, size, sha256, created_at) VALUES ('m', 'VIDEO', 'k', 't', 1, 's', 1)",
    ],
  ])('refuse what no row of %s may be', async (table, statement) => {
    await expect(database.transaction((manager) => manager.query(statement))).rejects.toThrow(/constraint/i);
    expect(await database.select(`SELECT * FROM ${table}`)).toEqual([]);
  });

  it('refuse a second claim on one half of one date', async () => {
    const claim = (owner: string) =>
      database.transaction((manager) =>
        manager.query(
          "INSERT INTO claim (space_id, use_date, half, kind, owner_id) VALUES ('s', '2026-12-24', 0, 1, ?)",
          [owner],
        ),
      );
    await claim('first');
    await expect(claim('second')).rejects.toThrow();
    expect(await database.select('SELECT owner_id FROM claim')).toEqual([{ owner_id: 'first' }]);
  });

  it('go down to nothing and up again', async () => {
    for (const _ of tables.migrations) await database.writer.undoLastMigration();
    expect(await database.writer.createQueryRunner().hasTable('account')).toBe(false);
    expect(await database.writer.createQueryRunner().hasTable('space_search')).toBe(false);
    await database.writer.runMigrations();
    expect(await database.select('SELECT COUNT(*) AS districts FROM district')).toEqual([{ districts: 25 }]);
  });
});
