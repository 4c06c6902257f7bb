import { QueryFailedError, type QueryRunner } from 'typeorm';
import type { TestApp } from './app.js';

/** What a driver says of a statement that failed. */
export interface Fault {
  readonly message: string;
  readonly errno?: number;
  readonly code?: string;
}

/** The ways in which databases give a transaction up for another's sake. */
export const givenUp: Readonly<Record<string, Fault>> = {
  'a deadlock': {
    message: 'Deadlock found when trying to get lock; try restarting transaction',
    errno: 1213,
    code: 'ER_LOCK_DEADLOCK',
  },
  'a lock timeout': {
    message: 'Lock wait timeout exceeded; try restarting transaction',
    errno: 1205,
    code: 'ER_LOCK_WAIT_TIMEOUT',
  },
  'a busy file': { message: 'database is locked', code: 'SQLITE_BUSY' },
};

/** Keeps statements of transactions from being sent, as if the database had refused them, and remembers all. */
export class Faults {
  /** The statements of each transaction that was begun, BEGIN and COMMIT among them. */
  transactions: string[][] = [];
  private statement = -1;
  private fault: Fault | null = null;
  private left = 0;

  constructor({ database }: TestApp) {
    const { driver } = database.writer;
    const watched = new WeakSet<QueryRunner>();
    const create = driver.createQueryRunner.bind(driver);
    driver.createQueryRunner = (mode) => {
      const runner = create(mode);
      if (!watched.has(runner)) this.watch(runner);
      watched.add(runner);
      return runner;
    };
  }

  /** From now on the statement at `statement` of a transaction (0 is its BEGIN) fails, `times` times. */
  at(statement: number, fault: Fault, times: number): void {
    [this.statement, this.fault, this.left] = [statement, fault, times];
    this.transactions = [];
  }

  /** All goes well again. */
  none(): void {
    this.left = 0;
    this.transactions = [];
  }

  private watch(runner: QueryRunner): void {
    const send = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
    const query = async (sql: string, ...rest: unknown[]) => {
      if (/^(BEGIN|START) TRANSACTION/.test(sql)) this.transactions.push([]);
      const sent = this.transactions.at(-1);
      if (sent && sql !== 'ROLLBACK') this.check(sql, sent.push(sql) - 1);
      return send(sql, ...rest);
    };
    runner.query = query as QueryRunner['query'];
  }

  private check(sql: string, statement: number): void {
    if (this.left === 0 || !this.fault || statement !== this.statement) return;
    this.left -= 1;
    const { message, ...fields } = this.fault;
    throw new QueryFailedError(
      sql,
      [],
      Object.assign(new Error(`${message}: of the database alone`), fields),
    );
  }
}
