import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config.js';
import { Log } from '../ops/log.js';
import { Redis } from './redis.js';

/** The one connection to Redis of this process, or null where `REDIS_URL` names none. */
export class OptionalRedis implements OnApplicationShutdown {
  constructor(readonly redis: Redis | null) {}

  onApplicationShutdown(): void {
    this.redis?.close();
  }
}

@Module({
  providers: [
    {
      provide: OptionalRedis,
      inject: [Config, Log],
      useFactory: ({ redisUrl }: Config, log: Log) =>
        new OptionalRedis(redisUrl ? new Redis(redisUrl, log) : null),
    },
  ],
  exports: [OptionalRedis],
})
export class RedisModule {}
