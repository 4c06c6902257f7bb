import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { Log } from '../ops/log.js';
import { OptionalRedis, RedisModule } from '../redis/redis.module.js';
import { MemoryPubSub } from './memory-pubsub.js';
import { PubSub } from './pubsub.js';
import { RedisPubSub } from './redis-pubsub.js';

@Module({
  imports: [RedisModule],
  providers: [
    {
      provide: PubSub,
      inject: [OptionalRedis, Log],
      useFactory: ({ redis }: OptionalRedis, log: Log) =>
        redis ? new RedisPubSub(redis, log) : new MemoryPubSub(log),
    },
  ],
  exports: [PubSub],
})
export class PubSubModule implements OnApplicationShutdown {
  constructor(private readonly pubSub: PubSub) {}

  onApplicationShutdown(): void {
    this.pubSub.close();
  }
}
