import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { vi } from 'vitest';
import { freePort } from './app.js';

/** A MariaDB server of this test's own, to be hurt. */
export class MariadbServer {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly options: readonly string[],
  ) {}

  /** Starts one on `folder`, where `mariadb-install-db` has been. */
  static async start(folder: string, options: readonly string[]): Promise<MariadbServer> {
    const server = new MariadbServer(folder, await freePort(), options);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    this.child = spawn(
      'mariadbd',
      [
        ...['--no-defaults', `--datadir=${this.folder}`, `--user=${userInfo().username}`],
        ...[`--port=${this.port}`, '--bind-address=127.0.0.1', `--socket=${join(this.folder, 'sock')}`],
        ...[`--pid-file=${join(this.folder, 'pid')}`, '--slave-net-timeout=5', ...this.options],
      ],
      { stdio: 'ignore' },
    );
    await vi.waitFor(async () => (await this.connect()).end(), { timeout: 60_000, interval: 100 });
  }

  url(database: string): string {
    return `mariadb://root@127.0.0.1:${this.port}/${database}`;
  }

  /** Runs one statement as root. */
  async run(sql: string): Promise<any> {
    const connection = await this.connect();
    try {
      const [rows] = await connection.query(sql);
      return rows;
    } finally {
      await connection.end();
    }
  }

  async kill(): Promise<void> {
    const exit = once(this.child as ChildProcess, 'exit');
    this.signal('SIGKILL');
    await exit;
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  private connect(): Promise<Connection> {
    return createConnection({ host: '127.0.0.1', port: this.port, user: 'root' });
  }
}

/** Two servers, the second of which follows the first. */
export interface MariadbPair {
  readonly primary: MariadbServer;
  readonly replica: MariadbServer;
  stop(): Promise<void>;
}

/** Starts a pair with an empty database of this name. */
export async function startPair(database: string): Promise<MariadbPair> {
  const folder = mkdtempSync(join(tmpdir(), 'hapju-pair-'));
  const [one, other] = ['primary', 'replica'].map((name) => join(folder, name)) as [string, string];
  mkdirSync(one);
  const install = ['--no-defaults', `--datadir=${one}`, '--auth-root-authentication-method=normal'];
  const made = spawnSync('mariadb-install-db', [...install, `--user=${userInfo().username}`]);
  if (made.status !== 0)
    throw new Error(`mariadb-install-db: ${made.error?.message ?? made.stderr.toString()}`);
  cpSync(one, other, { recursive: true });
  const primary = await MariadbServer.start(one, ['--server-id=1', '--log-bin=history']);
  await primary.run(`CREATE DATABASE ${database}`);
  const replica = await MariadbServer.start(other, ['--server-id=2', '--read-only=1']);
  await replica.run(
    `CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=${primary.port}, MASTER_USER='root',
     MASTER_CONNECT_RETRY=1, MASTER_USE_GTID=slave_pos`,
  );
  await replica.run('START SLAVE');
  return {
    primary,
    replica,
    stop: async () => {
      await replica.kill();
      await primary.kill();
      rmSync(folder, { recursive: true });
    },
  };
}
