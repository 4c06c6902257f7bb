import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Config } from '../config.js';
import { OptionalRedis } from '../redis/redis.module.js';
import { mostLagMs } from './replicas.js';

/** A replica that is read from has caught up by then. */
const recentMs = mostLagMs + 1000;

/**
 * Who has written something that replicas may lack, over all processes when there is a Redis. While Redis does not answer,
 * everybody may have: what is not known for sure is read from the primary.
 */
@Injectable()
export class RecentWrites {
  /** Until when, by who; the latest last. */
  private readonly own = new Map<string, number>();
  private readonly wanted: boolean;

  constructor(
    { databaseReadUrls }: Config,
    private readonly optional: OptionalRedis,
    private readonly clock: Clock,
  ) {
    this.wanted = databaseReadUrls.length > 0;
  }

  /** To be called once it is written, and before anybody is told. */
  async note(who: string): Promise<void> {
    if (!this.wanted) return;
    const now = this.clock.now();
    for (const [each, until] of this.own) {
      if (until > now) break;
      this.own.delete(each);
    }
    this.own.delete(who);
    this.own.set(who, now + recentMs);
    const { redis } = this.optional;
    const expiration = { type: 'PX', value: recentMs } as const;
    if (redis)
      await redis.ask(() => redis.client.set(this.key(who), '', { expiration })).catch(() => undefined);
  }

  async has(who: string): Promise<boolean> {
    if (!this.wanted) return false;
    if ((this.own.get(who) ?? 0) > this.clock.now()) return true;
    const { redis } = this.optional;
    if (!redis) return false;
    return redis
      .ask(() => redis.client.exists(this.key(who)))
      .then(
        (found) => found > 0,
        () => true,
      );
  }

  private key(who: string): string {
    return `${this.optional.redis?.prefix}:wrote:${who}`;
  }
}
