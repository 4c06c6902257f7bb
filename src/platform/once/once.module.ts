import { Module } from '@nestjs/common';
import { Clock } from '../clock.js';
import { OptionalRedis, RedisModule } from '../redis/redis.module.js';
import { MemoryOnceStore } from './memory-once-store.js';
import { OnceStore } from './once-store.js';
import { RedisOnceStore } from './redis-once-store.js';

@Module({
  imports: [RedisModule],
  providers: [
    {
      provide: OnceStore,
      inject: [OptionalRedis, Clock],
      useFactory: ({ redis }: OptionalRedis, clock: Clock) =>
        redis ? new RedisOnceStore(redis) : new MemoryOnceStore(clock),
    },
  ],
  exports: [OnceStore],
})
export class OnceModule {}
