import type Libsql from 'libsql';
import type { PoolOptions } from 'mysql2';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { databaseKind } from './database-url.js';
import type { ImmediateLibsql } from './immediate-libsql.js';

/** The classes that describe the tables, and the migrations that make them, oldest first. */
export interface Tables {
  readonly entities: Function[];
  readonly migrations: Function[];
}

/** A data source on an SQLite file. Writes and reads each get one of their own: see `Database`. */
export function sqliteDataSource(driver: typeof ImmediateLibsql, file: string, tables: Tables): DataSource {
  return new DataSource({
    ...common(tables),
    type: 'better-sqlite3',
    driver,
    database: file,
    enableWAL: true,
    // What is acknowledged must survive a power cut, so every commit reaches the disk.
    prepareDatabase: (connection: Libsql.Database) => {
      connection.pragma('synchronous = FULL');
      connection.pragma('busy_timeout = 5000');
    },
  });
}

/** Connections of a process to a database server. */
export const poolSize = 10;

/** The longest that a server may take to greet, in ms. */
const greeting = 5000;

/** How to speak with a MySQL or MariaDB server, be it the one that is written to or another. */
export const connectionOptions = {
  charset: 'utf8mb4_bin',
  // Dates stay strings and instants are numbers: no time zone of a process or server can shift them.
  timezone: 'Z',
  dateStrings: ['DATE'],
  supportBigNumbers: true,
  bigNumberStrings: false,
  connectTimeout: greeting,
  maxIdle: poolSize,
  enableKeepAlive: true,
  // It would keep a stack for every statement, in case it fails; who has waited for it is in the error anyway.
  trace: false,
  // The server allows 16,382 prepared statements over all connections by default.
  maxPreparedStatements: 1000,
} satisfies PoolOptions;

/** A pool of connections to a MySQL or MariaDB server, which has to greet within `timeoutMs`. */
export function mysqlDataSource(url: string, tables: Tables, timeoutMs = greeting): DataSource {
  const kind = databaseKind(url) === 'mariadb' ? 'mariadb' : 'mysql';
  const options = { ...connectionOptions, connectTimeout: Math.min(timeoutMs, greeting) };
  return new DataSource({
    ...common(tables),
    type: kind,
    url: url.replace(/^mariadb:/, 'mysql:'),
    // TypeORM has defaults of its own for some of them.
    ...options,
    poolSize,
    extra: options,
  });
}

const common = ({ entities, migrations }: Tables) =>
  ({
    entities,
    migrations,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
  }) satisfies Partial<DataSourceOptions>;
