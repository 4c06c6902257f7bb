import { CacheModule as NestCacheModule } from '@nestjs/cache-manager';
import { Module } from '@nestjs/common';
import { KeyvCacheableMemory } from 'cacheable';
import { Keyv } from 'keyv';
import { OptionalRedis, RedisModule } from '../redis/redis.module.js';
import { Cache } from './cache.js';
import { RedisStore } from './redis-store.js';

const mostEntriesInProcess = 10_000;

/** One cache: in Redis where `REDIS_URL` names one, else in this process, bounded. */
@Module({
  imports: [
    NestCacheModule.registerAsync({
      imports: [RedisModule],
      inject: [OptionalRedis],
      useFactory: ({ redis }: OptionalRedis) => ({
        stores: [
          new Keyv({
            store: redis ? new RedisStore(redis) : new KeyvCacheableMemory({ lruSize: mostEntriesInProcess }),
          }),
        ],
      }),
    }),
  ],
  providers: [Cache],
  exports: [Cache],
})
export class CacheModule {}
