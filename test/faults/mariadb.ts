import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { vi } from 'vitest';
import { freePort } from '../app.js';

/** Whether the suites run on servers and one that they may hurt can be started. */
export const canStartMariadb =
  Boolean(process.env['TEST_DATABASE_URL']) && spawnSync('mariadbd', ['--version']).status === 0;

const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];

/** A MariaDB server of a suite's own, to be killed, frozen and filled. */
export class Mariadb {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  /** Makes one with an empty database and an ordinary user, and starts it. */
  static async make(): Promise<Mariadb> {
    const folder = mkdtempSync(join(tmpdir(), 'hapju-mariadb-'));
    const made = ['--no-defaults', `--datadir=${folder}/data`, '--auth-root-authentication-method=normal'];
    execFileSync('mariadb-install-db', [...made, '--skip-test-db', ...asRoot], { stdio: 'pipe' });
    const server = new Mariadb(folder, await freePort());
    await server.start();
    await server.run('CREATE DATABASE hapju');
    // Its port answers to both names, and root, unlike others, may write to what is read-only.
    for (const host of ['127.0.0.1', 'localhost']) {
      await server.run(`CREATE USER hapju@${host}`);
      await server.run(`GRANT ALL ON hapju.* TO hapju@${host}`);
    }
    return server;
  }

  /** As `DATABASE_URL`, at its own port or that of a proxy before it. */
  url(port = this.port): string {
    return `mariadb://hapju@127.0.0.1:${port}/hapju`;
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    const { folder, port } = this;
    const places = [`--datadir=${folder}/data`, `--socket=${folder}/sock`, `--pid-file=${folder}/pid`];
    const net = [`--port=${port}`, '--bind-address=127.0.0.1'];
    this.child = spawn('mariadbd', ['--no-defaults', ...places, ...net, ...asRoot], { stdio: 'ignore' });
    await vi.waitFor(() => this.run('SELECT 1'), { timeout: 30_000, interval: 50 });
  }

  /** Ends it, and waits until it is gone. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Runs one statement as root. */
  async run(sql: string): Promise<any> {
    const connection = await createConnection({ host: '127.0.0.1', port: this.port, user: 'root' });
    try {
      return (await connection.query(sql))[0];
    } finally {
      connection.destroy();
    }
  }

  async drop(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true });
  }
}
