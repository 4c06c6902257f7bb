import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Config } from '../config.js';
import { AppError, ErrorCode } from '../errors.js';
import { OptionalRedis } from '../redis/redis.module.js';

/** So many times within so many seconds. */
export interface RateLimit {
  /** What is counted; limits of different names never share a count. */
  readonly name: string;
  readonly times: number;
  readonly seconds: number;
}

/** A limit as a sentence has it, such as `10 times in 60 minutes`. */
export const told = ({ times, seconds }: RateLimit): string => `${times} times in ${seconds / 60} minutes`;

/** Too often; `retryAfter` says in how many seconds to try again. */
export class RateLimited extends AppError {
  constructor(retryAfterSeconds: number) {
    super(ErrorCode.RATE_LIMITED, 'Too often; try again later.', {
      retryAfter: Math.max(1, Math.ceil(retryAfterSeconds)),
    });
  }
}

/**
 * Counts attempts, over all processes when there is a Redis. While Redis does not answer, each process counts on its
 * own: the limits get looser, never go away.
 */
@Injectable()
export class RateLimits {
  private readonly limiters = new Map<string, Limiters>();

  constructor(
    private readonly config: Config,
    private readonly optional: OptionalRedis,
  ) {}

  /**
   * Counts one attempt of `who`.
   * @throws RateLimited when there have been too many
   */
  async count(limit: RateLimit, who: string): Promise<void> {
    const { own, shared } = this.limitersOf(limit);
    try {
      await (shared ? this.countShared(shared, own, who) : own.consume(who));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new RateLimited(refusal.msBeforeNext / 1000);
    }
  }

  private async countShared(shared: RateLimiterRedis, own: RateLimiterMemory, who: string): Promise<void> {
    try {
      await this.optional.redis?.ask(() => shared.consume(who));
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) throw refusal;
      await own.consume(who);
    }
  }

  private limitersOf({ name, times, seconds }: RateLimit): Limiters {
    let limiters = this.limiters.get(name);
    if (!limiters) {
      const points = Math.max(1, Math.round(times * this.config.rateLimitFactor));
      const options = { keyPrefix: `hapju:limit:${name}`, points, duration: seconds };
      const client = this.optional.redis?.client;
      limiters = {
        own: new RateLimiterMemory(options),
        shared: client
          ? new RateLimiterRedis({
              ...options,
              storeClient: client,
              useRedisPackage: true,
              rejectIfRedisNotReady: true,
            })
          : null,
      };
      this.limiters.set(name, limiters);
    }
    return limiters;
  }
}

interface Limiters {
  /** Counts in this process alone. */
  readonly own: RateLimiterMemory;
  /** Counts for all processes. */
  readonly shared: RateLimiterRedis | null;
}
