import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { Cache } from '../cache/cache.js';
import { CacheModule } from '../cache/cache.module.js';
import { Config } from '../config.js';
import { authorizationOf } from '../http/authorization.js';
import { BatchFields } from './batch-fields.js';
import { Cursors } from './cursors.js';
import { maxTokens } from './document-limits.js';
import { graphqlPath } from './endpoint.js';
import { ErrorCodeType } from './error-code.type.js';
import { ErrorLog } from './error-log.js';
import { ErrorLogPlugin } from './error-log.plugin.js';
import { ExecutionPlugin } from './execution.plugin.js';
import { Executor } from './executor.js';
import { formatError } from './format-error.js';
import { HttpCachePlugin } from './http-cache.plugin.js';
import { Loaders } from './loaders.js';
import { Operations } from './operations.js';
import { OperationWatch } from './operation-watch.js';
import { OperationWatchPlugin } from './operation-watch.plugin.js';
import { PersistedQueryCache } from './persisted-query-cache.js';
import type { RequestContext } from './request-context.js';
import { SchemaController } from './schema.controller.js';
import { Subscriptions } from './subscriptions.js';
import { Uploads } from './uploads.js';

@Module({
  imports: [DiscoveryModule],
  providers: [BatchFields, Operations],
  exports: [BatchFields, Operations],
})
class BatchFieldsModule {}

/** Apollo over the code-first schema: context, limits, error format, landing page. */
@Global()
@Module({
  imports: [
    BatchFieldsModule,
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      imports: [BatchFieldsModule, CacheModule],
      inject: [Config, BatchFields, Operations, Cache],
      useFactory: (config: Config, batchFields: BatchFields, operations: Operations, cache: Cache) => ({
        path: graphqlPath,
        autoSchemaFile: true,
        sortSchema: true,
        buildSchemaOptions: { orphanedTypes: [ErrorCodeType] },
        graphiql: false,
        introspection: !config.production,
        includeStacktraceInErrorResponses: false,
        hideSchemaDetailsFromClientErrors: config.production,
        csrfPrevention: true,
        allowBatchedHttpRequests: false,
        parseOptions: { maxTokens },
        persistedQueries: { cache: new PersistedQueryCache(cache) },
        autoTransformHttpErrors: false,
        formatError: (formatted, error) => formatError(formatted, error, config.production),
        transformSchema: (schema) => batchFields.install(operations.describe(schema)),
        context: (request: FastifyRequest): RequestContext => ({
          requestId: request.id,
          loaders: new Loaders(),
          reads: { mayLag: false },
          ip: request.ip,
          authorization: authorizationOf(request.raw),
        }),
        plugins: [
          // It would wrap the resolver of every field; ours looks at the selection, and of a GET alone.
          ApolloServerPluginCacheControlDisabled(),
          // Whatever page there is comes from a plugin of its own.
          ApolloServerPluginLandingPageDisabled(),
        ],
      }),
    }),
  ],
  controllers: [SchemaController],
  providers: [
    Cursors,
    ErrorLog,
    ErrorLogPlugin,
    ExecutionPlugin,
    Executor,
    HttpCachePlugin,
    OperationWatch,
    OperationWatchPlugin,
    Subscriptions,
    Uploads,
  ],
  exports: [Cursors, GraphQLModule],
})
export class GraphqlModule {}
