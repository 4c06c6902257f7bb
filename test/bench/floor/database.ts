import { createPool, type PoolConnection, type PoolOptions } from 'mysql2';

type Row = readonly any[];

/** The pool of the server under measurement, and nothing above it: prepared statements, rows as arrays. */
export class FloorDatabase {
  private readonly pool;

  constructor(url: string) {
    this.pool = createPool({
      uri: url.replace(/^mariadb:/, 'mysql:'),
      connectionLimit: 10,
      charset: 'utf8mb4_bin',
      timezone: 'Z',
      dateStrings: ['DATE'],
      supportBigNumbers: true,
      maxPreparedStatements: 1000,
    } satisfies PoolOptions);
    this.pool.on('connection', (connection) =>
      connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'),
    );
  }

  rows(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return execute(this.pool, sql, values);
  }

  /** Runs `work` on one connection between BEGIN and COMMIT. */
  async transaction<T>(
    work: (run: (sql: string, values: readonly unknown[]) => Promise<Row[]>) => Promise<T>,
  ): Promise<T> {
    const connection = await new Promise<PoolConnection>((resolve, reject) => {
      this.pool.getConnection((error, given) => (error ? reject(error) : resolve(given)));
    });
    try {
      await execute(connection, 'START TRANSACTION', []);
      const result = await work((sql, values) => execute(connection, sql, values));
      await execute(connection, 'COMMIT', []);
      return result;
    } catch (error) {
      await execute(connection, 'ROLLBACK', []);
      throw error;
    } finally {
      connection.release();
    }
  }
}

function execute(
  on: Pick<PoolConnection, 'execute'>,
  sql: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    on.execute({ sql, rowsAsArray: true }, values as any, (error, rows) =>
      error ? reject(error) : resolve(rows as unknown as Row[]),
    );
  });
}
