import { type DynamicModule, Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { CacheModule } from './cache/cache.module.js';
import { Clock } from './clock.js';
import { Config } from './config.js';
import type { Tables } from './database/data-source.js';
import { Database } from './database/database.js';
import { RecentWrites } from './database/recent-writes.js';
import { Replicas } from './database/replicas.js';
import { GraphqlModule } from './graphql/graphql.module.js';
import { ErrorFilter } from './http/error.filter.js';
import { Shortcuts } from './http/shortcuts.js';
import { Ids } from './ids.js';
import { Leases } from './leases/leases.js';
import { RateLimits } from './limits/rate-limits.js';
import { OnceModule } from './once/once.module.js';
import { HealthController } from './ops/health.controller.js';
import { Log } from './ops/log.js';
import { MetricsController } from './ops/metrics.controller.js';
import { Metrics } from './ops/metrics.js';
import { Readiness } from './ops/readiness.js';
import { PubSubModule } from './pubsub/pubsub.module.js';
import { RedisModule } from './redis/redis.module.js';
import { StorageModule } from './storage/storage.module.js';

/** Technology without meaning, for every feature to use. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  static with(
    config: Config,
    log: Log,
    metrics: Metrics,
    shortcuts: Shortcuts,
    tables: Tables,
  ): DynamicModule {
    const providers = [
      { provide: Config, useValue: config },
      { provide: Log, useValue: log },
      { provide: Metrics, useValue: metrics },
      { provide: Shortcuts, useValue: shortcuts },
      {
        provide: Database,
        useFactory: () => Database.open(config.databaseUrl, tables, config.databaseTimeoutMs, metrics),
      },
      Clock,
      Ids,
      Leases,
      RateLimits,
      RecentWrites,
      Replicas,
      Readiness,
    ];
    return {
      module: PlatformModule,
      imports: [CacheModule, GraphqlModule, OnceModule, PubSubModule, RedisModule, StorageModule],
      controllers: [HealthController, MetricsController],
      providers: [...providers, { provide: APP_FILTER, useClass: ErrorFilter }],
      exports: [...providers, CacheModule, OnceModule, PubSubModule, RedisModule, StorageModule],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
