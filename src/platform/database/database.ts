import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type Libsql from 'libsql';
import type { FieldPacket, Pool } from 'mysql2';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { Metrics } from '../ops/metrics.js';
import { currentScope } from '../ops/scope.js';
import { traced } from '../ops/tracing.js';
import { Turns } from '../turns.js';
import { mysqlDataSource, poolSize, sqliteDataSource, type Tables } from './data-source.js';
import { Contended, DatabaseUnavailable, isRetryable, isUnavailable } from './database-errors.js';
import { databaseKind, sqliteFile } from './database-url.js';
import { GatheredReads } from './gathered-reads.js';
import type { ImmediateLibsql } from './immediate-libsql.js';
import { migrateMysql, migrateSqlite } from './migrate.js';
import { limitSilence, prepareAll } from './mysql-connections.js';
import { mayLag } from './reads.js';
import { type RowShape, rowShape } from './row-shape.js';
import { WriteQueue } from './write-queue.js';

/** What may be bound to a `?`. */
export type SqlValue = string | number | null;

const attempts = 5;
/** Statements kept prepared; lists make a few hundred, and nothing a caller sends becomes part of one. */
const mostPrepared = 1000;

/** Copies of the database that may be a few seconds behind. */
export interface Copies {
  /** Runs one SELECT; null when none of them can right now. */
  select(sql: string, values: readonly SqlValue[]): Promise<unknown[] | null>;
}

/**
 * The database: reads by prepared SQL, writes in transactions.
 *
 * On SQLite the two run on separate connections to one file, and transactions wait for each other in a queue:
 * on a shared connection a rollback takes a neighbour's acknowledged rows with it, and readers see rows that are
 * not committed. On MySQL and MariaDB the pool does what it says.
 */
export abstract class Database {
  /** How many statements have been sent since the start, BEGIN and COMMIT included; tests pin it, operators watch it. */
  statements = 0;
  private copies: Copies | null = null;
  private readonly lookUps = new GatheredReads((sql, values) => this.select(sql, values, false));
  private readonly laggingLookUps = new GatheredReads((sql, values) => this.select(sql, values, true));

  protected constructor(
    readonly dialect: 'sqlite' | 'mysql',
    readonly writer: DataSource,
    private readonly metrics: Metrics,
  ) {
    this.watchWriter();
    metrics.watch('hapju_database_connections', 'Connections that write, by state.', () => {
      const { busy, idle } = this.load();
      return { busy, idle };
    });
    metrics.watch('hapju_database_waiting', 'Pieces of work that wait for such a connection.', () => {
      return this.load().waiting;
    });
  }

  /**
   * Opens the database that `url` names and brings its tables up to date, one process at a time.
   * @param timeoutMs how long a server may be silent within a statement, and how long one waits for a connection
   * @throws SchemaTooNew
   */
  static async open(
    url: string,
    tables: Tables,
    timeoutMs = 5000,
    metrics = new Metrics(),
  ): Promise<Database> {
    const database: Database =
      databaseKind(url) === 'sqlite'
        ? new SqliteDatabase((await import('./immediate-libsql.js')).ImmediateLibsql, url, tables, metrics)
        : new MysqlDatabase(url, tables, timeoutMs, metrics);
    try {
      await database.connect();
    } catch (error) {
      await database.close();
      throw error;
    }
    return database;
  }

  /** From now on reads that may lag go to `copies` as long as those answer. */
  readAlsoFrom(copies: Copies): void {
    this.copies = copies;
  }

  /**
   * Runs one SELECT, prepared once per text and connection, outside any transaction.
   * @param lagging whether a copy may answer that is a few seconds behind
   * @throws DatabaseUnavailable
   */
  async select<Row>(
    sql: string,
    values: readonly SqlValue[] = [],
    lagging: boolean = mayLag(),
  ): Promise<Row[]> {
    const { copies } = this;
    const read =
      copies && lagging
        ? async () => (await copies.select(sql, values)) ?? (await this.run(sql, values))
        : () => this.run(sql, values);
    try {
      return (await this.statement(sql, read)) as Row[];
    } catch (error) {
      throw isUnavailable(error) ? new DatabaseUnavailable(error) : error;
    }
  }

  /**
   * Like `select`, for the few rows of a key that many callers ask for: what is asked by one text in one turn of the event
   * loop goes as one statement. The text begins with SELECT, and has neither ORDER BY nor LIMIT.
   * @throws DatabaseUnavailable
   */
  lookUp<Row>(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]> {
    const lookUps = mayLag() ? this.laggingLookUps : this.lookUps;
    return lookUps.select(sql, values) as Promise<readonly Row[]>;
  }

  /**
   * Runs `work` as one transaction at READ COMMITTED and, when the database gives it up for another's sake
   * (deadlock, lock timeout, busy), again from its start, up to 5 times. Nothing outside the database may be
   * changed within, and only the given manager may be used.
   * @throws Contended, with the last error as its cause: nothing was changed
   * @throws DatabaseUnavailable: nothing was changed, unless the answer to the COMMIT was lost
   */
  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.runTransaction(work);
      } catch (error) {
        if (isUnavailable(error)) throw new DatabaseUnavailable(error);
        if (!isRetryable(error)) throw error;
        if (attempt === attempts) throw new Contended(error);
        await sleep(Math.random() * 10 * 2 ** attempt);
      }
    }
  }

  abstract close(): Promise<void>;

  /** How many connections that write are busy and idle, and how much work waits for one. */
  protected abstract load(): Load;
  protected abstract connect(): Promise<void>;
  protected abstract run(sql: string, values: readonly SqlValue[]): Promise<unknown>;
  protected abstract runTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;

  /** All that TypeORM sends goes through its query runners. */
  private watchWriter(): void {
    const { driver } = this.writer;
    const watched = new WeakSet<QueryRunner>();
    const create = driver.createQueryRunner.bind(driver);
    driver.createQueryRunner = (mode) => {
      const runner = create(mode);
      if (watched.has(runner)) return runner;
      watched.add(runner);
      const send = runner.query.bind(runner) as (sql: string, ...rest: unknown[]) => Promise<unknown>;
      const query = (sql: string, ...rest: unknown[]) => this.statement(sql, () => send(sql, ...rest));
      return Object.assign(runner, { query });
    };
  }

  /** The one place that every statement passes: counted, timed and traced. Values never come near it. */
  private async statement<T>(sql: string, send: () => Promise<T>): Promise<T> {
    this.statements += 1;
    const scope = currentScope();
    scope?.statements?.push(sql);
    const verb = verbOf(sql);
    const begin = performance.now();
    try {
      if (!scope?.span) return await send();
      return await traced(verb, { 'db.system.name': this.dialect, 'db.query.text': sql }, send);
    } finally {
      this.metrics.statementSeconds.observe({ verb }, (performance.now() - begin) / 1000);
    }
  }
}

interface Load {
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
}

/** What a statement does: one of four verbs, or `OTHER` for all that frames a transaction or makes tables. */
function verbOf(sql: string): string {
  return /^\s*(SELECT|INSERT|UPDATE|DELETE)\s/.exec(sql)?.[1] ?? 'OTHER';
}

/** What of TypeORM's driver it tells nobody. */
interface SqliteDriver {
  readonly databaseConnection: Libsql.Database;
  readonly queryRunner?: QueryRunner;
}

class SqliteDatabase extends Database {
  private readonly queue = new WriteQueue();
  private readonly reader: DataSource;
  private readonly statementsByText = new Map<string, Libsql.Statement>();
  private readonly path: string;
  private readonly scratch: string | null;

  constructor(driver: typeof ImmediateLibsql, url: string, tables: Tables, metrics: Metrics) {
    const file = sqliteFile(url);
    // A reader and a writer cannot share a database in memory, so "memory" is a file nobody else sees.
    const scratch = file === null ? mkdtempSync(join(tmpdir(), 'hapju-memory-')) : null;
    const path = file ?? join(scratch as string, 'memory.db');
    super('sqlite', sqliteDataSource(driver, path, tables), metrics);
    this.path = path;
    this.scratch = scratch;
    this.reader = sqliteDataSource(driver, path, { entities: [], migrations: [] });
  }

  protected override async connect(): Promise<void> {
    await this.writer.initialize();
    await migrateSqlite(this.writer, this.path);
    await this.reader.initialize();
  }

  protected override async run(sql: string, values: readonly SqlValue[]): Promise<unknown> {
    let statement = this.statementsByText.get(sql);
    if (!statement) {
      statement = this.readerConnection.prepare(sql);
      if (this.statementsByText.size >= mostPrepared) this.statementsByText.clear();
      this.statementsByText.set(sql, statement);
    }
    return statement.all(values);
  }

  protected override runTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.queue.run(async () => {
      try {
        return await this.writer.transaction(work);
      } catch (error) {
        this.endTransaction();
        throw error;
      }
    });
  }

  override async close(): Promise<void> {
    await this.queue.run(async () => {
      for (const source of [this.reader, this.writer]) if (source.isInitialized) await source.destroy();
    });
    if (this.scratch) rmSync(this.scratch, { recursive: true });
  }

  protected override load(): Load {
    const { running, waiting } = this.queue;
    return { busy: running, idle: 1 - running, waiting };
  }

  /**
   * A disk that is full or fails makes SQLite roll back by itself, and TypeORM's own rollback then fails: it would take
   * all that follows for parts of that transaction, which nobody commits. So it is told that there is none.
   */
  private endTransaction(): void {
    const { databaseConnection, queryRunner } = this.writer.driver as unknown as SqliteDriver;
    if (databaseConnection.inTransaction) databaseConnection.exec('ROLLBACK');
    if (queryRunner) Object.assign(queryRunner, { isTransactionActive: false, transactionDepth: 0 });
  }

  private get readerConnection(): Libsql.Database {
    return (this.reader.driver as unknown as SqliteDriver).databaseConnection;
  }
}

/** How many may wait for a connection; each of them holds its request in memory. */
const mostWaiting = 1000;

class MysqlDatabase extends Database {
  private readonly turns: Turns;
  private readonly shapes = new Map<string, RowShape>();

  constructor(
    url: string,
    tables: Tables,
    private readonly timeoutMs: number,
    metrics: Metrics,
  ) {
    super('mysql', mysqlDataSource(url, tables, timeoutMs), metrics);
    this.turns = new Turns(poolSize, { ms: timeoutMs, most: mostWaiting }, () => new DatabaseUnavailable());
  }

  protected override async connect(): Promise<void> {
    await this.writer.initialize();
    await prepareAll(this.pool);
    await migrateMysql(this.writer);
    // A migration may take its time, and another process waits for it in silence.
    limitSilence(this.pool, this.timeoutMs);
  }

  protected override run(sql: string, values: readonly SqlValue[]): Promise<unknown> {
    return this.turns.run(
      () =>
        new Promise((resolve, reject) => {
          this.pool.execute({ sql, rowsAsArray: true }, values as SqlValue[], (error, rows, fields) =>
            error ? reject(error) : resolve((rows as unknown[][]).map(this.shapeOf(sql, fields))),
          );
        }),
    );
  }

  private shapeOf(sql: string, fields: readonly FieldPacket[]): RowShape {
    let shape = this.shapes.get(sql);
    if (!shape) {
      shape = rowShape(fields.map(({ name }) => name));
      if (this.shapes.size >= mostPrepared) this.shapes.clear();
      this.shapes.set(sql, shape);
    }
    return shape;
  }

  protected override runTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.turns.run(() => this.writer.transaction(work));
  }

  override async close(): Promise<void> {
    if (this.writer.isInitialized) await this.writer.destroy();
  }

  protected override load(): Load {
    const { free, waiting } = this.turns;
    return { busy: poolSize - free, idle: free, waiting };
  }

  private get pool(): Pool {
    return (this.writer.driver as unknown as { pool: Pool }).pool;
  }
}
