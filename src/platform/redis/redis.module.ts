import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config.js';
import { Log } from '../ops/log.js';
import type { Redis } from './redis.js';

/** The one connection to Redis of this process, or null where `REDIS_URL` names none. */
export class OptionalRedis implements OnApplicationShutdown {
  constructor(readonly redis: Redis | null) {}

  onApplicationShutdown(): void {
    this.redis?.close();
  }
}

/** The client brings a thousand files, so only who uses Redis loads it. */
async function connect({ redisUrl }: Config, log: Log): Promise<OptionalRedis> {
  if (!redisUrl) return new OptionalRedis(null);
  const { Redis } = await import('./redis.js');
  return new OptionalRedis(new Redis(redisUrl, log));
}

@Module({
  providers: [{ provide: OptionalRedis, inject: [Config, Log], useFactory: connect }],
  exports: [OptionalRedis],
})
export class RedisModule {}
