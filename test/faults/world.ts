import { expect, vi } from 'vitest';
import { startApp, type TestApp } from '../app.js';
import type { Booking } from '../booking.js';
import { Make } from '../make.js';
import { bookingAt, killAll, launchBeside, type ServerProcess, setClock } from '../processes.js';
import { Mariadb } from './mariadb.js';
import { outcome } from './outcome.js';
import { FaultProxy, type Verdict } from './proxy.js';

export const spaces = '{ spaces(first: 1) { nodes { id } } }';

/** A database and a line to it that may both be hurt, and the server at the end of the line. */
export class World {
  readonly door: Booking;

  private constructor(
    readonly mariadb: Mariadb,
    readonly proxy: FaultProxy,
    /** On the database itself: makes rows and looks at them. */
    readonly app: TestApp,
    /** On the database through the proxy: what is tested. */
    readonly server: ServerProcess,
  ) {
    this.door = bookingAt(app, server);
  }

  /** @param timeoutSeconds the server's `DATABASE_TIMEOUT_SECONDS` */
  static async open(timeoutSeconds: number): Promise<World> {
    const mariadb = await Mariadb.make();
    const proxy = await FaultProxy.before(mariadb.port);
    const app = await startApp({ DATABASE_URL: mariadb.url() });
    const server = await launchBeside(app, {
      env: { DATABASE_URL: mariadb.url(proxy.port), DATABASE_TIMEOUT_SECONDS: String(timeoutSeconds) },
    });
    return new World(mariadb, proxy, app, server);
  }

  heal(): void {
    this.mariadb.thaw();
    this.proxy.heal();
  }

  async close(): Promise<void> {
    this.heal();
    await killAll();
    await this.app.stop();
    await this.proxy.stop();
    await this.mariadb.drop();
  }

  /** Cuts the connection of the next COMMIT that goes through. */
  loseCommit(verdict: Verdict): void {
    let struck = false;
    this.proxy.judge = (bytes) => {
      if (struck || !bytes.includes('COMMIT')) return 'pass';
      struck = true;
      return verdict;
    };
  }

  /** Whether what needs no database is answered. */
  async checkAlive(): Promise<void> {
    expect(await this.server.run('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    expect((await fetch(`${this.server.url}/healthz`)).status).toBe(200);
  }

  /** Until it answers from the database again, without anybody having done anything to it. */
  async recovery(): Promise<void> {
    const again = async () => outcome(await this.server.run(spaces)) === 'answered';
    await vi.waitUntil(again, { timeout: 30_000, interval: 20 });
  }

  /** Someone with 100,000 points, and a room of somebody else's. */
  async newGuest(): Promise<{ id: string; token: string; spaceId: string }> {
    setClock(this.app);
    const make = new Make(this.app);
    const { id, token } = await make.guest(100_000);
    return { id, token, spaceId: (await make.space()).id };
  }
}
