import { CacheModule as NestCacheModule } from '@nestjs/cache-manager';
import { Module } from '@nestjs/common';
import { KeyvCacheableMemory } from 'cacheable';
import { Keyv, type KeyvStoreAdapter } from 'keyv';
import { OptionalRedis, RedisModule } from '../redis/redis.module.js';
import { Cache } from './cache.js';

const mostEntriesInProcess = 10_000;

async function openStore({ redis }: OptionalRedis): Promise<KeyvStoreAdapter> {
  if (!redis) return new KeyvCacheableMemory({ lruSize: mostEntriesInProcess });
  const { RedisStore } = await import('./redis-store.js');
  return new RedisStore(redis);
}

/** One cache: in Redis where `REDIS_URL` names one, else in this process, bounded. */
@Module({
  imports: [
    NestCacheModule.registerAsync({
      imports: [RedisModule],
      inject: [OptionalRedis],
      useFactory: async (optional: OptionalRedis) => ({
        stores: [new Keyv({ store: await openStore(optional) })],
      }),
    }),
  ],
  providers: [Cache],
  exports: [Cache],
})
export class CacheModule {}
