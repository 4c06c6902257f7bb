import { createClient } from 'redis';
import type { Log } from '../ops/log.js';

const connectMs = 300;
const commandMs = 100;
/** So many late answers in a row, and Redis is asked by one command a second only: nobody else waits for it. */
const mostLate = 5;
const pauseMs = 1000;
/** A connection that has been silent for so long may lead nowhere, so a new one takes its place. */
const silentMs = 5000;

export type RedisClient = ReturnType<typeof createClient>;

/** A command was not answered in time, or was not sent because none has been for a while. */
export class RedisLate extends Error {
  override readonly name = 'RedisLate';
}

/**
 * The connection to Redis. It reconnects for ever in the background; a command without a connection fails at once,
 * one that is not answered within 100 ms fails then, and after five of those nearly all fail at once. Every key begins
 * with `hapju`.
 */
export class Redis {
  readonly prefix = 'hapju';
  readonly client: RedisClient;
  /** Late answers in a row, since when, and until when nobody else asks; on the clock of `performance.now()`. */
  private late = 0;
  private lateSince = 0;
  private pausedUntil = 0;

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
    this.connect();
  }

  /**
   * What the command that `send` sends is answered.
   * @throws RedisLate, or what the command threw
   */
  async ask<T>(send: () => Promise<T>): Promise<T> {
    const now = performance.now();
    if (now < this.pausedUntil) throw new RedisLate();
    if (this.late >= mostLate) this.pausedUntil = now + pauseMs;
    try {
      const answer = await inTime(send());
      this.answered();
      return answer;
    } catch (error) {
      if (error instanceof RedisLate) this.missed(now);
      else this.answered();
      throw error;
    }
  }

  close(): void {
    this.client.destroy();
  }

  private connect(): void {
    void this.client.connect().catch(() => undefined);
  }

  private answered(): void {
    this.late = 0;
    this.pausedUntil = 0;
  }

  private missed(sentAt: number): void {
    if (this.late === 0) this.lateSince = sentAt;
    this.late += 1;
    if (this.late <= mostLate || performance.now() - this.lateSince < silentMs || !this.client.isOpen) return;
    this.answered();
    this.client.destroy();
    this.connect();
  }
}

/** @throws RedisLate, or what the work threw */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // An answer that came while this process was busy elsewhere is read before it counts as late.
    timer = setTimeout(() => setImmediate(() => reject(new RedisLate())), commandMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
