import { createClient } from 'redis';
import type { Log } from '../ops/log.js';

const connectMs = 300;
const commandMs = 100;

export type RedisClient = ReturnType<typeof createClient>;

/** A command did not answer in time. */
export class RedisLate extends Error {
  override readonly name = 'RedisLate';
}

/**
 * The connection to Redis. It reconnects for ever in the background; a command without a connection fails at once,
 * one that is not answered within 100 ms fails then. Every key begins with `hapju`.
 */
export class Redis {
  readonly prefix = 'hapju';
  readonly client: RedisClient;

  constructor(url: string, log: Pick<Log, 'warn' | 'info'>) {
    this.client = createClient({
      url,
      disableOfflineQueue: true,
      socket: { connectTimeout: connectMs, reconnectStrategy: (tries) => Math.min(100 * 2 ** tries, 3000) },
    });
    // Told once for each outage, not at every attempt to reconnect.
    let down = false;
    this.client.on('error', (error: Error) => {
      if (!down) log.warn({ err: error }, 'redis is not reachable, serving without it');
      down = true;
    });
    this.client.on('ready', () => {
      if (down) log.info('redis is reachable again');
      down = false;
    });
    void this.client.connect().catch(() => undefined);
  }

  /** @throws RedisLate, or what the command threw */
  async inTime<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      // An answer that came while this process was busy elsewhere is read before it counts as late.
      timer = setTimeout(() => setImmediate(() => reject(new RedisLate())), commandMs);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  }

  close(): void {
    this.client.destroy();
  }
}
