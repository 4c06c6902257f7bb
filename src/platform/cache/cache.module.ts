import { CacheModule as NestCacheModule } from '@nestjs/cache-manager';
import { Module } from '@nestjs/common';
import { KeyvCacheableMemory } from 'cacheable';
import { Keyv } from 'keyv';
import { Config } from '../config.js';
import { Log } from '../ops/log.js';
import { Cache } from './cache.js';
import { RedisStore } from './redis-store.js';

const mostEntriesInProcess = 10_000;

/** One cache: in Redis where `REDIS_URL` names one, else in this process, bounded. */
@Module({
  imports: [
    NestCacheModule.registerAsync({
      inject: [Config, Log],
      useFactory: (config: Config, log: Log) => ({
        stores: [
          new Keyv({
            store: config.redisUrl
              ? new RedisStore(config.redisUrl, log)
              : new KeyvCacheableMemory({ lruSize: mostEntriesInProcess }),
          }),
        ],
      }),
    }),
  ],
  providers: [Cache],
  exports: [Cache],
})
export class CacheModule {}
