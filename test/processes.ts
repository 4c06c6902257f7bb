import { type ChildProcess, spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Config } from '../src/platform/config.js';
import { freePort, runAt, type TestApp, testSecret } from './app.js';
import { Booking } from './booking.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const running = new Set<ChildProcess>();

/** How a server is started. */
export interface Launch {
  readonly env: Record<string, string>;
  /** The folder it works in; without one it gets an empty one that goes when it ends. */
  readonly folder?: string;
  readonly port?: number;
  /** A module of this folder that Node loads before the server; the two may send messages. */
  readonly preload?: string;
}

/** The built server in a process of its own, as `npm start` runs it. */
export class ServerProcess {
  /** The code it ended with, or the signal that ended it. */
  readonly end: Promise<number | NodeJS.Signals>;
  readonly run: TestApp['run'];
  private text = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {
    this.run = runAt(this.url);
    this.end = once(child, 'close').then(([code, signal]) => code ?? signal);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.text += chunk));
    }
  }

  /** Starts one and waits until it is ready; fails with all that it has written when it ends instead. */
  static async launch({ env, folder, port, preload }: Launch): Promise<ServerProcess> {
    const own = folder ?? mkdtempSync(join(tmpdir(), 'hapju-process-'));
    const chosen = port ?? (await freePort());
    const before = preload ? ['--import', new URL(preload, import.meta.url).href] : [];
    const child = spawn(process.execPath, [...before, join(root, 'dist/server/main.js')], {
      cwd: own,
      env: { PATH: process.env['PATH'], PORT: String(chosen), ...env },
      stdio: ['ignore', 'pipe', 'pipe', ...(preload ? (['ipc'] as const) : [])],
    });
    const server = new ServerProcess(child, chosen);
    running.add(child);
    child.once('exit', () => {
      running.delete(child);
      if (!folder) rmSync(own, { recursive: true });
    });
    const ready = new Promise<void>((resolve) => {
      child.stdout?.on('data', () => {
        if (server.text.includes('is ready')) resolve();
      });
    });
    const ended = await Promise.race([ready, server.end]);
    if (ended !== undefined) throw new Error(`It ended with ${ended}.\n${server.text}`);
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child.pid as number;
  }

  /** All that it has written so far. */
  get output(): string {
    return this.text;
  }

  /** The statements that `failpoint.mjs` has followed in it, the one it has reached included. */
  get statements(): string[] {
    return this.text.match(/^statement .*$/gm) ?? [];
  }

  /** Asks it to stop; resolves as `end`. */
  stop(): Promise<number | NodeJS.Signals> {
    this.child.kill('SIGTERM');
    return this.end;
  }

  signal(signal: 'SIGKILL' | 'SIGCONT'): void {
    this.child.kill(signal);
  }

  /** Tells its preloaded module something and waits for the answer. */
  async tell(message: object): Promise<void> {
    const answer = once(this.child, 'message');
    this.child.send(message);
    await answer;
  }
}

/** Ends every server that still runs, at once. */
export async function killAll(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      return exit;
    }),
  );
}

/** Starts a server on the database and the storage of `app`, to whom the tokens of `app` are good. */
export function launchBeside(app: TestApp, given: Partial<Launch> = {}): Promise<ServerProcess> {
  return ServerProcess.launch({ ...given, env: { ...settingsOf(app), ...given.env } });
}

/** The operations of booking, at a server beside `app`. */
export function bookingAt(app: TestApp, { run }: Pick<ServerProcess, 'run'>): Booking {
  return new Booking({ ...app, run });
}

/** Runs a built command, such as `audit-books`, to its end. */
export function runCommand(
  name: string,
  args: readonly string[],
  env: Record<string, string>,
  folder: string,
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [join(root, `dist/${name}.js`), ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  });
}

/** Settings of a server on the database and the storage of `app`; keys to S3 are in the environment already. */
export function settingsOf(app: TestApp): Record<string, string> {
  const { databaseUrl, storageUrl, s3 } = app.get(Config);
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env;
  return {
    DATABASE_URL: databaseUrl,
    STORAGE_URL: storageUrl,
    ...(s3.endpoint && { S3_ENDPOINT: s3.endpoint, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }),
    REDIS_URL: process.env['TEST_REDIS_URL'] ?? '',
    APP_SECRET: testSecret,
    DEMO: 'off',
    LOG_LEVEL: 'error',
    RATE_LIMIT_FACTOR: '100000',
  };
}

/** Waits until the time of day is `instant`, milliseconds since the epoch. */
export async function until(instant: number): Promise<void> {
  while (Date.now() < instant) await sleep(instant - Date.now());
}

/** Sets the clock of `app`, which stands still, to the one that other processes go by. */
export function setClock(app: TestApp): void {
  app.clock.set(new Date().toISOString());
}
