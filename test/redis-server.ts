import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from './app.js';

/** Whether this machine has the program. */
export const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis of the suite's own, to be ended and frozen as it likes; always at the same port. */
export class RedisServer {
  private child: ChildProcess | null = null;

  private constructor(private readonly port: number) {}

  /** One that does not run yet. */
  static async make(): Promise<RedisServer> {
    return new RedisServer(await freePort());
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Resolves when it answers; `settings` are options of the program. */
  async start(...settings: string[]): Promise<void> {
    const options = ['--bind', '127.0.0.1', '--port', String(this.port), '--save', '', '--appendonly', 'no'];
    this.child = spawn('redis-server', [...options, ...settings], { stdio: 'ignore' });
    while (!(await answers(this.port)))
      if (this.child.exitCode !== null) throw new Error('It did not start.');
  }

  /** Ends it at once, also when it is frozen. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  /** Sends one command, in words. */
  async command(text: string): Promise<string> {
    return ask(this.port, text);
  }

  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }
}

/** Whether it runs; one that wants a password says so. */
async function answers(port: number): Promise<boolean> {
  return /^(?:\+PONG|-NOAUTH)/.test(await ask(port, 'PING'));
}

async function ask(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
    .setEncoding('utf8')
    .on('error', () => undefined);
  socket.write(`${command}\r\n`);
  const [said] = await Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => ['']);
  socket.destroy();
  return String(said);
}
