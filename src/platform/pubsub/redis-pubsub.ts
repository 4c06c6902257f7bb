import { randomUUID } from 'node:crypto';
import type { Log } from '../ops/log.js';
import type { Redis, RedisClient } from '../redis/redis.js';
import { MemoryPubSub } from './memory-pubsub.js';
import { PubSub } from './pubsub.js';

/**
 * Between all processes, over one Redis channel for each topic somebody here listens to. The listeners of this
 * process do not wait for Redis; what comes back from it is known by its origin and passed over.
 */
export class RedisPubSub extends PubSub {
  private readonly origin = randomUUID();
  private readonly here: MemoryPubSub;
  /** A connection that subscribes can do little else, so it is one of its own. */
  private readonly subscriber: RedisClient;
  private readonly followed = new Set<string>();
  private following: Promise<void> = Promise.resolve();

  constructor(
    private readonly redis: Redis,
    log: Pick<Log, 'error'>,
  ) {
    super();
    this.here = new MemoryPubSub(log);
    this.subscriber = redis.client.duplicate();
    // The other connection tells of an outage.
    this.subscriber.on('error', () => undefined);
    // The client takes up its channels again by itself; what has changed meanwhile is made up for here.
    this.subscriber.on('ready', () => {
      for (const topic of new Set([...this.here.topics, ...this.followed])) this.follow(topic);
    });
    void this.subscriber.connect().catch(() => undefined);
  }

  override async publish(topic: string, message: unknown): Promise<void> {
    const text = JSON.stringify({ origin: this.origin, message });
    await this.here.publish(topic, message);
    await this.redis.ask(() => this.redis.client.publish(this.channelOf(topic), text)).catch(() => undefined);
  }

  override subscribe(topic: string, listener: (message: unknown) => void): () => void {
    const leave = this.here.subscribe(topic, listener);
    this.follow(topic);
    return () => {
      leave();
      this.follow(topic);
    };
  }

  override close(): void {
    this.here.close();
    this.subscriber.destroy();
  }

  /** Brings the channel of a topic in line with whether anybody listens; one after the other, so that the last word counts. */
  private follow(topic: string): void {
    this.following = this.following.then(() => this.settle(topic)).catch(() => undefined);
  }

  private async settle(topic: string): Promise<void> {
    const wanted = this.here.topics.has(topic);
    if (wanted === this.followed.has(topic) || !this.subscriber.isReady) return;
    if (wanted) {
      await this.subscriber.subscribe(this.channelOf(topic), (text) => void this.hear(topic, text));
      this.followed.add(topic);
    } else {
      await this.subscriber.unsubscribe(this.channelOf(topic));
      this.followed.delete(topic);
    }
  }

  private async hear(topic: string, text: string): Promise<void> {
    const heard = read(text);
    if (heard && heard.origin !== this.origin) await this.here.publish(topic, heard.message);
  }

  private channelOf(topic: string): string {
    return `${this.redis.prefix}:pubsub:${topic}`;
  }
}

/** A message as another process sent it; null when it is nothing of ours. */
function read(text: string): { readonly origin: string; readonly message: unknown } | null {
  try {
    const value = JSON.parse(text);
    return typeof value?.origin === 'string' ? value : null;
  } catch {
    return null;
  }
}
