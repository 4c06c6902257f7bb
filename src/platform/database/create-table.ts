import { type QueryRunner, Table, type TableOptions } from 'typeorm';

/** A table of a migration; `checks` maps the name of each CHECK constraint to its condition. */
export interface TableSpec extends Omit<TableOptions, 'checks'> {
  readonly name: string;
  readonly checks?: Readonly<Record<string, string>>;
}

/** Whether a migration runs on MySQL or MariaDB rather than on SQLite. */
export function onMysql(runner: QueryRunner): boolean {
  return runner.dataSource.options.type !== 'better-sqlite3';
}

/**
 * Creates a table with its CHECK constraints on every database. TypeORM leaves them out on MySQL and MariaDB, where
 * they are added by hand. A run that was cut off can simply be run again: these servers do not roll tables back.
 */
export async function createTable(
  runner: QueryRunner,
  { checks = {}, ...options }: TableSpec,
): Promise<void> {
  const list = Object.entries(checks).map(([name, expression]) => ({ name, expression }));
  await runner.createTable(new Table({ ...options, checks: onMysql(runner) ? [] : list }), true);
  if (!onMysql(runner)) return;
  for (const { name, expression } of list) {
    const [{ present }] = await runner.query(
      `SELECT COUNT(*) AS present FROM information_schema.table_constraints
       WHERE constraint_schema = DATABASE() AND table_name = ? AND constraint_name = ?`,
      [options.name, name],
    );
    if (Number(present) === 0) {
      await runner.query(`ALTER TABLE ${options.name} ADD CONSTRAINT ${name} CHECK (${expression})`);
    }
  }
}

/**
 * Lets text of every table made from here on hold all of Unicode and compare by its bytes: a bare MySQL or MariaDB
 * would take Latin letters alone, or find letters alike that are not. SQLite does so by itself.
 */
export async function useBinaryText(runner: QueryRunner): Promise<void> {
  if (onMysql(runner)) await runner.query('ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
}
