import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'mysql2';
import { Config } from '../config.js';
import { before, deadlineIn } from '../deadline.js';
import { Log } from '../ops/log.js';
import { Periodic } from '../periodic.js';
import { connectionOptions } from './data-source.js';
import { Database, type SqlValue } from './database.js';

const beatMs = 1000;
/** What a replica shows is never older. */
export const mostLagMs = 5000;
/** Longer than a replica takes when it is well; whoever waits is then served by the primary. */
const answerMs = 2000;

interface Beat {
  readonly number: number;
  /** On the clock of `performance.now()`. Whatever was acknowledged before lies before the beat in the history. */
  readonly begun: number;
}

/**
 * Copies of the database that lag behind. Every second this process counts a number up on the primary and looks how far
 * each replica has come: one that is down, has stopped or is too far behind is left out until it has caught up. No clock of
 * a server is asked, and no right is needed that reading does not need.
 */
@Injectable()
export class Replicas implements OnApplicationBootstrap, OnApplicationShutdown {
  private replicas: readonly Replica[] = [];
  private readonly beats: Beat[] = [];
  private readonly periodic: Periodic;
  private turn = 0;

  constructor(
    private readonly config: Config,
    private readonly primary: Database,
    private readonly log: Log,
  ) {
    this.periodic = new Periodic(
      beatMs,
      () => this.beat(),
      (error) => log.warn({ err: error }, 'how far replicas lag is not known: all is read from the primary'),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    const { databaseReadUrls } = this.config;
    if (databaseReadUrls.length === 0) return;
    // On SQLite there are no replicas, and nobody needs the driver.
    const { createPool } = await import('mysql2');
    this.replicas = databaseReadUrls.map((url) => {
      const pool = createPool({ ...connectionOptions, uri: url.replace(/^mariadb:/, 'mysql:') });
      return new Replica(pool, new URL(url).host, this.log);
    });
    this.primary.readAlsoFrom(this);
    this.periodic.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.periodic.stop();
    for (const replica of this.replicas) replica.close();
  }

  /** Runs one SELECT on a replica that is near enough, each in turn; null when there is none, or it does not answer. */
  async select(sql: string, values: readonly SqlValue[]): Promise<unknown[] | null> {
    const near = this.replicas.filter((replica) => replica.isNear());
    this.turn += 1;
    const replica = near[this.turn % near.length];
    return replica ? replica.select(sql, values) : null;
  }

  private async beat(): Promise<void> {
    const begun = performance.now();
    const number = await this.primary.transaction(async (manager) => {
      await manager.query('UPDATE replica_beat SET beat = beat + 1');
      const [row] = (await manager.query('SELECT beat FROM replica_beat')) as { beat: number }[];
      return Number(row?.beat);
    });
    this.beats.push({ number, begun });
    while ((this.beats[0]?.begun ?? begun) < begun - mostLagMs) this.beats.shift();
    await Promise.all(this.replicas.map((replica) => replica.look(this.beats)));
  }
}

/** One server, and how far it is known to have come. */
class Replica {
  /** It has whatever was acknowledged before, on the clock of `performance.now()`. */
  private reached = -Infinity;
  private told = true;

  constructor(
    private readonly pool: Pool,
    private readonly name: string,
    private readonly log: Log,
  ) {
    // Whoever uses a connection hears of its end by his statement.
    this.pool.on('connection', (connection) => connection.on('error', () => undefined));
  }

  isNear(): boolean {
    return performance.now() - this.reached <= mostLagMs;
  }

  async select(sql: string, values: readonly SqlValue[]): Promise<unknown[] | null> {
    try {
      return await before(
        deadlineIn(answerMs),
        this.run(sql, values),
        () => new Error('It does not answer.'),
      );
    } catch (error) {
      this.reached = -Infinity;
      this.tell(error);
      return null;
    }
  }

  /** Finds the latest beat that has come here. */
  async look(beats: readonly Beat[]): Promise<void> {
    const [row] = (await this.select('SELECT beat FROM replica_beat', [])) ?? [];
    if (!row) return;
    const { beat } = row as { beat: number };
    this.reached = beats.findLast(({ number }) => number <= beat)?.begun ?? -Infinity;
    this.tell();
  }

  close(): void {
    this.pool.end(() => undefined);
  }

  /** A connection on which a statement has failed, or has not been answered, is never used again. */
  private run(sql: string, values: readonly SqlValue[]): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      this.pool.getConnection((refused, connection) => {
        if (refused) return reject(refused);
        const statement = { sql, values: [...values], timeout: answerMs };
        connection.execute(statement, (error, rows) => {
          if (error) {
            connection.destroy();
            reject(error);
          } else {
            connection.release();
            resolve(rows as unknown[]);
          }
        });
      });
    });
  }

  /** Once when it is left out, and once when it is back. */
  private tell(error?: unknown): void {
    if (this.told === this.isNear()) return;
    this.told = this.isNear();
    if (this.told) this.log.info({ replica: this.name }, 'a replica is read from again');
    else this.log.warn({ replica: this.name, err: error }, 'a replica is left out');
  }
}
