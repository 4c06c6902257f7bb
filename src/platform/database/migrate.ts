import type { DataSource } from 'typeorm';

/** How long a process waits for another that migrates, in seconds. */
const patience = 120;

/** The tables have been changed by a newer version, whose rows this one might misread. */
export class SchemaTooNew extends Error {
  constructor(names: readonly string[]) {
    super(`The database has been migrated by a newer version of this program: ${names.join(', ')}.`);
    this.name = 'SchemaTooNew';
  }
}

/**
 * Brings the tables of an SQLite file up to date. Of many processes that start at once one does so and the others
 * wait: for a lock on a file beside it, which ends with its holder, however that ends.
 * @throws SchemaTooNew
 */
export async function migrateSqlite(source: DataSource, file: string): Promise<void> {
  const { default: Libsql } = await import('libsql');
  const lock = new Libsql(`${file}-migration`);
  try {
    lock.pragma(`busy_timeout = ${patience * 1000}`);
    lock.exec('BEGIN EXCLUSIVE');
    await migrate(source);
  } finally {
    // libsql leaves a connection open for a while after `close`, but a transaction it ends at once.
    if (lock.inTransaction) lock.exec('ROLLBACK');
    lock.close();
  }
}

/**
 * Brings the tables of a server's database up to date. Of many processes that start at once one does so and the
 * others wait: for a named lock, which ends with the connection of its holder.
 * @throws SchemaTooNew
 */
export async function migrateMysql(source: DataSource): Promise<void> {
  // Names of locks have 64 characters at most. MD5, which would fit as it is, is gone from MySQL 9.
  const name = "CONCAT('hapju.migration.', LEFT(SHA2(DATABASE(), 256), 40))";
  const holder = source.createQueryRunner();
  try {
    const [{ held }] = await holder.query(`SELECT GET_LOCK(${name}, ?) AS held`, [patience]);
    if (Number(held) !== 1) {
      throw new Error(`Another process has been migrating the database for ${patience} seconds.`);
    }
    try {
      await migrate(source);
    } finally {
      await holder.query(`SELECT RELEASE_LOCK(${name})`);
    }
  } finally {
    await holder.release();
  }
}

async function migrate(source: DataSource): Promise<void> {
  await refuseNewer(source);
  await source.runMigrations();
}

async function refuseNewer(source: DataSource): Promise<void> {
  const table = source.options.migrationsTableName as string;
  const runner = source.createQueryRunner();
  try {
    if (!(await runner.hasTable(table))) return;
    const known = new Set(source.migrations.map(({ constructor }) => constructor.name));
    const done: { name: string }[] = await runner.query(`SELECT name FROM ${table} ORDER BY id`);
    const newer = done.map(({ name }) => name).filter((name) => !known.has(name));
    if (newer.length > 0) throw new SchemaTooNew(newer);
  } finally {
    await runner.release();
  }
}
