import { redisInsStore } from 'cache-manager-redis-yet';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import { createClient } from 'redis';
import type { Log } from '../ops/log.js';

type RedisYetClient = Parameters<typeof redisInsStore>[0];

const connectMs = 300;
const commandMs = 100;
const prefix = 'hapju';

/**
 * The Redis store of cache-manager-redis-yet in the shape that today's cache manager wants: given to it as it is, the
 * manager silently keeps everything in memory instead. Every command answers within 100 ms: without a connection at
 * once, as a miss. Keys are prefixed, and nothing here ever flushes a database that others may share.
 */
export class RedisStore implements KeyvStoreAdapter {
  opts: unknown = {};
  private readonly client: ReturnType<typeof createClient>;
  private readonly store: ReturnType<typeof redisInsStore>;

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
    // The store was written for the client before this one; the few commands it sends are the same in both.
    this.store = redisInsStore(this.client as unknown as RedisYetClient, { keyPrefix: prefix });
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    return this.inTime(this.store.get<StoredData<Value>>(key), undefined);
  }

  async set(key: string, value: unknown, ttl?: number): Promise<boolean> {
    return this.inTime(
      this.store.set(key, value, ttl).then(() => true),
      false,
    );
  }

  async delete(key: string): Promise<boolean> {
    return this.inTime(
      this.store.del(key).then(() => true),
      false,
    );
  }

  /** Not offered: the store's own way of clearing is to flush the whole database. */
  async clear(): Promise<void> {}

  async disconnect(): Promise<void> {
    this.client.destroy();
  }

  on(): this {
    return this;
  }

  private async inTime<T>(work: Promise<T>, otherwise: T): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<T>((resolve) => {
      timer = setTimeout(resolve, commandMs, otherwise);
    });
    return Promise.race([work.catch(() => otherwise), late]).finally(() => clearTimeout(timer));
  }
}
